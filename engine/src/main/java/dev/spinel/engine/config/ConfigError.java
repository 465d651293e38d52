package dev.spinel.engine.config;

/** Why the configuration cannot be used; the server prints {@link #report} on its error stream and exits with 1. */
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int NO_REPORT = -1;

    private final int lineNumber;
    private final String line;

    /** @param lineNumber from 1; 0 when no single line is to blame */
    ConfigError(String message, int lineNumber, String line) {
        super(message);
        this.lineNumber = lineNumber;
        this.line = line;
    }

    /** A file that cannot be opened; operators find this in the log rather than in a report. */
    public static ConfigError unreadable(String path, String reason) {
        return new ConfigError("Fatal error, can't open config file '" + path + "': " + reason, NO_REPORT, null);
    }

    /** From 1; 0 when no single line is to blame, negative when a file cannot be read. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The text operators know from Redis. {@code version} is the one this server claims. */
    public String report(String version) {
        if (lineNumber == NO_REPORT) {
            return getMessage() + "\n";
        }
        String place = lineNumber == 0 ? ""
            : "Reading the configuration file, at line " + lineNumber + "\n>>> '" + line + "'\n";
        return "\n*** FATAL CONFIG FILE ERROR (Redis " + version + ") ***\n" + place + getMessage() + "\n";
    }
}
