package dev.spinel.module.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The signal handlers the JVM cannot live without: it takes safepoints and null checks through them. Remembered before
 * the first library is loaded, with {@link FaultHandler} in front; {@link #restore} puts back what a module replaced.
 * Process-wide.
 */
public final class SignalGuard {
    private static final int[] SIGNALS = {4, 5, 7, 8, 11, 25};
    private static final String[] NAMES = {"SIGILL", "SIGTRAP", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGXFSZ"};
    /** Size of {@code struct sigaction}; the handler is its first word. */
    private static final int ACTION_BYTES = 152;
    private static final int FLAGS_OFFSET = 136;
    /** SA_NODEFER: a fault while a fault is reported is reported too. */
    private static final int NO_DEFER = 0x40000000;

    /** The environment variable that names the signal by which the JVM suspends threads, and its default SIGUSR2. */
    private static final String SUSPEND_VARIABLE = "_JAVA_SR_SIGNUM";
    private static final int DEFAULT_SUSPEND_SIGNAL = 12;

    private static final long REMEMBERED = Libc.map((long) (SIGNALS.length + 2) * ACTION_BYTES);
    private static final int SUSPEND_SIGNAL = suspendSignal(System.getenv(SUSPEND_VARIABLE));
    private static boolean isSuspendLost;

    static {
        Libc.sigaction(SUSPEND_SIGNAL, 0, remembered(SIGNALS.length + 1));
        for (int i = 0; i < SIGNALS.length; i++) {
            long action = remembered(i);
            Libc.sigaction(SIGNALS[i], 0, action);
            if (FaultHandler.handles(SIGNALS[i])) {
                Native.putLong(action, FaultHandler.before(SIGNALS[i], Native.getLong(action)));
                Native.putInt(action + FLAGS_OFFSET, Native.getInt(action + FLAGS_OFFSET) | NO_DEFER);
                Libc.sigaction(SIGNALS[i], action, 0);
            }
        }
    }

    private SignalGuard() {}

    private static long remembered(int index) {
        return REMEMBERED + (long) index * ACTION_BYTES;
    }

    /** Lets a signal do to the process what it does by default. */
    static void setDefault(int signal) {
        long action = Libc.map(ACTION_BYTES);
        Libc.sigaction(signal, action, 0);
        Libc.unmap(action, ACTION_BYTES);
    }

    /** Bit n is set when signal n belongs to the JVM. */
    static int mask() {
        int mask = 0;
        for (int signal : SIGNALS) {
            mask |= 1 << signal;
        }
        return mask;
    }

    /** Puts back every handler that is no longer the JVM's; returns the names of those signals. */
    public static synchronized List<String> restore() {
        long current = remembered(SIGNALS.length);
        List<String> restored = new ArrayList<>();
        for (int i = 0; i < SIGNALS.length; i++) {
            Libc.sigaction(SIGNALS[i], 0, current);
            if (Native.getLong(current) != Native.getLong(remembered(i))) {
                Libc.sigaction(SIGNALS[i], remembered(i), 0);
                restored.add(NAMES[i]);
            }
        }
        return restored;
    }

    /**
     * Whether a module now owns the signal by which the JVM suspends threads; true once, then false. The module needs
     * it, so it stays; but a JFR recording would hang the process from now on.
     */
    static synchronized boolean isSuspendSignalLost() {
        long current = remembered(SIGNALS.length);
        Libc.sigaction(SUSPEND_SIGNAL, 0, current);
        if (isSuspendLost || Native.getLong(current) == Native.getLong(remembered(SIGNALS.length + 1))) {
            return false;
        }
        isSuspendLost = true;
        return true;
    }

    /** What to do about a lost signal. */
    static String suspendAdvice() {
        return "took signal " + SUSPEND_SIGNAL + ", by which the JVM suspends threads: do not start a JFR recording, or "
                + "start the server with " + SUSPEND_VARIABLE + " set to a signal that is free";
    }

    static int suspendSignal(String variable) {
        if (variable == null || !variable.matches("[1-9]\\d?")) {
            return DEFAULT_SUSPEND_SIGNAL;
        }
        return Integer.parseInt(variable);
    }
}
