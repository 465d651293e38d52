package dev.spinel.persistence.aof;

/** A manifest that makes no sense. The message is Redis'. */
public final class AofManifestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int lineNumber;
    private final String line;

    AofManifestException(String message, int lineNumber, String line) {
        super(message);
        this.lineNumber = lineNumber;
        this.line = line;
    }

    /** Counted from 1. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The line, without blanks around it; null when there is no line to blame. */
    public String line() {
        return line;
    }
}
