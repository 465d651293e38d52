package dev.spinel.engine.command;

/** Hears of calls: MONITOR before they run, slow log and latency monitor afterwards. */
public interface CallListener {
    /** The call is about to run. */
    default void onStart(Call call) {}

    /** The call has run and took {@code durationNanos}. */
    default void onEnd(Call call, long durationNanos) {}

    /**
     * A call that had blocked its client is done now.
     *
     * @param totalNanos what it took, waiting not included
     * @param answerNanos the part of it that ended the wait
     */
    default void onCompleted(Call call, long totalNanos, long answerNanos) {}

    /** A command was answered with this error, before or while it ran. */
    default void onError(byte[] error) {}
}
