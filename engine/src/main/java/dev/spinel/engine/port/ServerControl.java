package dev.spinel.engine.port;

/** What commands ask of the process around the engine. Called on the reactor. */
public interface ServerControl extends CrashReporter {
    /** How SHUTDOWN, or a signal, wants the server to end. */
    record ShutdownRequest(boolean save, boolean noSave, boolean now, boolean force) {}

    /** Ends the server after this turn. Null when it will; otherwise why it cannot. */
    String shutdown(ShutdownRequest request);

    /** Takes back a request to end that was not obeyed yet; false when there is none. */
    default boolean abortShutdown() {
        return false;
    }

    /** Holds the whole server up, as DEBUG SLEEP is asked to. */
    void sleepMicros(long micros);

    /** Adds a line to the operator log; levels as in {@link OperatorLog}. */
    void log(int level, String text);

    /** Writes the configuration file; null when done, otherwise why not: CONFIG REWRITE. */
    String rewriteConfig();
}
