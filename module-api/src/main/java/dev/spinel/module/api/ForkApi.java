package dev.spinel.module.api;

import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;

/**
 * A child process for work on the module's own memory. What the child calls is in machine code, see the room below;
 * the methods here are those of the parent.
 */
public final class ForkApi {
    private ForkApi() {}

    /**
     * Forks. Asked with pid 0 before, told with the child's id or -1 after; C gets 0 in the child, its id in the
     * parent, -1 with EEXIST while another child of a module runs.
     */
    @ModuleFunction(since = "6.0", errno = true, c = "int Fork(RedisModuleForkDoneHandler cb, void *user_data)")
    public static int fork(LoadedModule caller, long cb, long userData, int pid) {
        ModuleFork fork = caller.server().fork();
        if (pid == 0) {
            boolean isAllowed = fork.prepare(caller);
            if (!isAllowed) {
                Errno.set(Errno.EEXIST);
            }
            return isAllowed ? 1 : 0;
        }
        fork.started(caller, pid, cb, userData);
        return pid;
    }

    /** Ends the child; in the parent, where there is nothing to end, it does nothing. */
    @ModuleFunction(since = "6.0", c = "int ExitFromChild(int retcode)")
    public static int exitFromChild(int retcode) {
        return ReplyApi.OK;
    }

    /** Progress of the child, -1 for unknown: nobody asks for it here. */
    @ModuleFunction(since = "6.2", c = "void SendChildHeartbeat(double progress)")
    public static void sendChildHeartbeat(double progress) {}

    /** Ends the running child and waits for it; its handler is not called. ERR when that is not its id. */
    @ModuleFunction(since = "6.0", c = "int KillForkChild(int child_pid)")
    public static int killForkChild(LoadedModule caller, int childPid) {
        return caller.server().fork().kill(childPid) ? ReplyApi.OK : ReplyApi.ERR;
    }
}
