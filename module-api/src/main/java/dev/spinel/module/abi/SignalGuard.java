package dev.spinel.module.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The signal handlers the JVM cannot live without: it takes safepoints and null checks through them. Remembered before
 * the first library is loaded; {@link #restore} puts back what a module replaced. Process-wide.
 */
public final class SignalGuard {
    private static final int[] SIGNALS = {4, 5, 7, 8, 11, 25};
    private static final String[] NAMES = {"SIGILL", "SIGTRAP", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGXFSZ"};
    /** Size of {@code struct sigaction}; the handler is its first word. */
    private static final int ACTION_BYTES = 152;

    private static final long REMEMBERED = Libc.map((long) SIGNALS.length * ACTION_BYTES + ACTION_BYTES);

    static {
        for (int i = 0; i < SIGNALS.length; i++) {
            Libc.sigaction(SIGNALS[i], 0, remembered(i));
        }
    }

    private SignalGuard() {}

    private static long remembered(int index) {
        return REMEMBERED + (long) index * ACTION_BYTES;
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
}
