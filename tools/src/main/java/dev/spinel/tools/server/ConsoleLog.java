package dev.spinel.tools.server;

import dev.spinel.engine.port.OperatorLog;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The operator log on standard output, a line each in the format of Redis. Any thread. */
final class ConsoleLog implements OperatorLog {
    private static final String MARKS = ".-*#";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ROOT);
    private final long pid = ProcessHandle.current().pid();
    private volatile int lowest = NOTICE;

    /** Keeps lines of this level and above. */
    void lowest(int level) {
        lowest = level;
    }

    @Override
    public boolean isEnabled(int level) {
        return level >= lowest;
    }

    @Override
    public void log(int level, String text) {
        if (isEnabled(level)) {
            String line = pid + ":M " + TIME.format(LocalDateTime.now()) + " " + MARKS.charAt(level) + " " + text;
            synchronized (this) {
                System.out.println(line);
            }
        }
    }
}
