package dev.spinel.engine.port;

/** Writes a report into the operator log and ends the process. Any thread, also one that is crashing again. */
public interface CrashReporter {
    /** Writes the report, the rest being the caller's. A second thread that comes here waits for the end for ever. */
    void report(Crash crash);

    /** Writes the report and ends the process as the crash says. */
    void crash(Crash crash);
}
