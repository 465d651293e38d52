package dev.spinel.module.api;

import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;

/** File descriptors of modules in the server's loop. */
public final class DescriptorApi {
    /** Descriptors Redis keeps for itself besides those of clients. */
    private static final int RESERVED = 128;
    private static final int MASK = ModuleDescriptors.READABLE | ModuleDescriptors.WRITABLE;

    private DescriptorApi() {}

    /**
     * Has a function called on the reactor whenever a descriptor is ready, until {@code EventLoopDel}. ERANGE: no
     * number a descriptor may have; EINVAL: unknown bits, or a descriptor that is always ready.
     */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int EventLoopAdd(int fd, int mask, RedisModuleEventLoopFunc func, void *user_data)")
    public static int eventLoopAdd(LoadedModule caller, int fd, int mask, long func, long userData) {
        int errno = refusal(caller, fd, mask);
        if (errno == 0 && (func == 0 || !caller.server().descriptors().add(caller, fd, mask, func, userData))) {
            errno = Errno.EINVAL;
        }
        Errno.set(errno);
        return errno == 0 ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Ends what the bits of the mask name; harmless when there was nothing. */
    @ModuleFunction(since = "7.0", errno = true, c = "int EventLoopDel(int fd, int mask)")
    public static int eventLoopDel(LoadedModule caller, int fd, int mask) {
        int errno = refusal(caller, fd, mask);
        if (errno == 0) {
            caller.server().descriptors().remove(fd, mask);
        }
        Errno.set(errno);
        return errno == 0 ? ReplyApi.OK : ReplyApi.ERR;
    }

    private static int refusal(LoadedModule caller, int fd, int mask) {
        if (fd < 0 || fd >= caller.server().engine().settings().maxclients.value() + RESERVED) {
            return Errno.ERANGE;
        }
        return (mask & ~MASK) == 0 ? 0 : Errno.EINVAL;
    }
}
