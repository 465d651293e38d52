package dev.spinel.module.abi;

/** How a process ends that may not go on. Initialises the linker if nothing has: it is the last act anyway. */
public final class ProcessEnd {
    /** What a shell adds to the number of the signal that ended a process. */
    private static final int SIGNALLED = 128;

    private ProcessEnd() {}

    /** Ends the process by a signal, so that whoever watches it sees which; does not return. */
    public static void bySignal(int signal) {
        if (Platform.isSupported()) {
            SignalGuard.setDefault(signal);
            Libc.kill((int) ProcessHandle.current().pid(), signal);
        }
        Runtime.getRuntime().halt(SIGNALLED + signal);
    }
}
