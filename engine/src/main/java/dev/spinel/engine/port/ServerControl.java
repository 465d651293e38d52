package dev.spinel.engine.port;

/** What commands ask of the process around the engine. Called on the reactor. */
public interface ServerControl {
    /** How SHUTDOWN, or a signal, wants the server to end. */
    record ShutdownRequest(boolean save, boolean noSave, boolean now, boolean force) {}

    /** Ends the server after this turn. Null when it will; otherwise why it cannot. */
    String shutdown(ShutdownRequest request);

    /** Writes the configuration file; null when done, otherwise why not: CONFIG REWRITE. */
    String rewriteConfig();
}
