package dev.spinel.persistence.aof;

/**
 * What the log is about, known to all its parts.
 *
 * <pre>
 *   OFF ──► WAITING ──► ON        turned on while running: changes go to a temporary increment until a base is there
 *    ▲         │         │
 *    └─────────┴─────────┘        turned off
 * </pre>
 *
 * <p>A rewrite may run in each of them. Reactor; changed by {@link AofSwitch} and {@link AofRewrite} only.
 */
final class AofState {
    /** Whether changes are written, and where. */
    enum Phase { OFF, WAITING, ON }

    private Phase phase = Phase.OFF;
    private boolean rewriting;

    void become(Phase next) {
        phase = next;
    }

    void rewriting(boolean runs) {
        rewriting = runs;
    }

    boolean isOff() {
        return phase == Phase.OFF;
    }

    /** Whether the log was turned on and has no base yet. */
    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    boolean isOn() {
        return phase == Phase.ON;
    }

    boolean isRewriting() {
        return rewriting;
    }

    /** Whether there is a file that changes go to. */
    boolean takesChanges() {
        return phase != Phase.WAITING || rewriting;
    }
}
