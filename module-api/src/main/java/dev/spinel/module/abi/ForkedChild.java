package dev.spinel.module.abi;

import java.lang.foreign.Arena;

/** A process that a module forked, as its parent sees it. Owned by the reactor, which asks now and then. */
public final class ForkedChild {
    private static final int WITHOUT_WAITING = 1;
    private static final int SIGUSR1 = 10;

    private final int pid;
    private End end;

    /**
     * How it ended.
     *
     * @param exitCode what it passed to {@code ExitFromChild}; 0 when a signal ended it
     * @param signal   the signal that ended it, or 0
     */
    public record End(int exitCode, int signal) {}

    public ForkedChild(int pid) {
        this.pid = pid;
    }

    public int pid() {
        return pid;
    }

    /** How it ended, or null while it runs. */
    public End poll() {
        if (end == null) {
            end = wait(WITHOUT_WAITING);
        }
        return end;
    }

    /** Tells it to end, as the server ends its children, and waits until it has. */
    public End kill() {
        if (poll() == null) {
            Libc.kill(pid, SIGUSR1);
            end = wait(0);
        }
        return end;
    }

    private End wait(int options) {
        try (Arena scratch = Arena.ofConfined()) {
            long status = scratch.allocate(Integer.BYTES).address();
            int result = Libc.waitpid(pid, status, options);
            if (result == 0) {
                return null;
            }
            if (result != pid) {
                throw new IllegalStateException("process " + pid + " is no child of this one");
            }
            int value = Native.getInt(status);
            int signal = value & 0x7F;
            return new End(signal == 0 ? value >>> 8 & 0xFF : 0, signal);
        }
    }
}
