package dev.spinel.engine.port;

import java.util.ArrayList;
import java.util.List;

/**
 * Why the process cannot go on.
 *
 * @param kind   what the report calls it
 * @param lines  what the report begins with, in the words of Redis
 * @param frames the compiled code that was running, innermost first; empty when it was Java
 * @param cause  where in Java it happened; null for the calling thread as it stands
 * @param signal what ends the process
 */
public record Crash(Kind kind, List<String> lines, List<String> frames, Throwable cause, int signal) {
    public static final int SIGABRT = 6;
    public static final int SIGSEGV = 11;

    /** Decides about words, and about {@code use-exit-on-panic}, which is not for signals. */
    public enum Kind { ASSERTION, PANIC, SIGNAL }

    /** Something that must hold does not, says the C code of a module. */
    public static Crash assertion(String expression, String file, int line, String module, List<String> frames) {
        return new Crash(Kind.ASSERTION, List.of("==> " + file + ":" + line + " '" + expression + "' is not true",
                "Module: " + module), frames, null, SIGABRT);
    }

    /** An invariant is broken, or an exception that nobody expected left half a change behind. */
    public static Crash assertion(Throwable broken) {
        StackTraceElement origin = origin(broken);
        return new Crash(Kind.ASSERTION, List.of("==> " + origin.getFileName() + ":" + origin.getLineNumber() + " '"
                + broken.getMessage() + "' is not true"), List.of(), broken, SIGABRT);
    }

    /** The server cannot do what it must. */
    public static Crash panic(Throwable broken) {
        StackTraceElement origin = origin(broken);
        return new Crash(Kind.PANIC, List.of("------------------------------------------------",
                "!!! Software Failure. Press left mouse button to continue",
                "Guru Meditation: " + broken.getMessage() + " #" + origin.getFileName() + ":" + origin.getLineNumber()),
                List.of(), broken, SIGABRT);
    }

    /** Where an exception comes from, leaving out the class that makes it. */
    private static StackTraceElement origin(Throwable broken) {
        for (StackTraceElement element : broken.getStackTrace()) {
            if (!element.getClassName().endsWith(".Invariant")) {
                return element;
            }
        }
        return new StackTraceElement("", "", "?", 0);
    }

    /**
     * A signal that ends processes arrived.
     *
     * @param version what the server calls itself
     * @param details what follows the line of version, number and code
     */
    public static Crash signal(String version, int number, int code, List<String> details, List<String> frames) {
        List<String> lines = new ArrayList<>();
        lines.add("Redis " + version + " crashed by signal: " + number + ", si_code: " + code);
        lines.addAll(details);
        return new Crash(Kind.SIGNAL, lines, frames, null, number);
    }
}
