package dev.spinel.module.api;

import dev.spinel.engine.port.Snapshotter;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;

/** All data as an RDB file of the module's choice. */
@NeedsLock
public final class RdbApi {
    private RdbApi() {}

    /** A file by its name, relative to the working directory; nothing is opened yet. */
    @ModuleFunction(since = "7.2", c = "RedisModuleRdbStream *RdbStreamCreateFromFile(const char *filename)")
    public static RdbStream rdbStreamCreateFromFile(String filename) {
        RdbStream stream = new RdbStream(filename);
        HandleTable.open(stream, 0);
        return stream;
    }

    @ModuleFunction(since = "7.2", c = "void RdbStreamFree(RedisModuleRdbStream *stream)")
    public static void rdbStreamFree(RdbStream stream) {
        HandleTable.close(stream);
    }

    /**
     * Replaces all data by what the file holds. EINVAL: no stream, or flags; ENOTSUP: on a replica; ENOENT: no file;
     * EIO: it makes no sense.
     */
    @ModuleFunction(since = "7.2", errno = true,
            c = "int RdbLoad(RedisModuleCtx *ctx, RedisModuleRdbStream *stream, int flags)")
    public static int rdbLoad(LoadedModule caller, ModuleContext ctx, RdbStream stream, int flags) {
        if (stream == null || flags != 0) {
            return refuse(Errno.EINVAL);
        }
        if (caller.server().engine().upstream().follows()) {
            return refuse(Errno.ENOTSUP);
        }
        Snapshotter.Loaded loaded = caller.server().snapshotter().loadFrom(stream.path());
        return switch (loaded) {
            case DONE -> refuseNothing();
            case MISSING -> refuse(Errno.ENOENT);
            case BROKEN -> refuse(Errno.EIO);
        };
    }

    /** Writes all data to the file. EINVAL: no stream, or flags; EIO: it could not be written. */
    @ModuleFunction(since = "7.2", errno = true,
            c = "int RdbSave(RedisModuleCtx *ctx, RedisModuleRdbStream *stream, int flags)")
    public static int rdbSave(LoadedModule caller, ModuleContext ctx, RdbStream stream, int flags) {
        if (stream == null || flags != 0) {
            return refuse(Errno.EINVAL);
        }
        return caller.server().snapshotter().saveTo(stream.path()) ? refuseNothing() : refuse(Errno.EIO);
    }

    private static int refuse(int errno) {
        Errno.set(errno);
        return ReplyApi.ERR;
    }

    private static int refuseNothing() {
        Errno.set(0);
        return ReplyApi.OK;
    }
}
