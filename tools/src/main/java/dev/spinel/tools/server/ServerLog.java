package dev.spinel.tools.server;

import dev.spinel.engine.port.LogTime;
import dev.spinel.engine.port.OperatorLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** The operator log, one line per message in the format of Redis, to standard output or a file. Any thread. */
final class ServerLog implements OperatorLog {
    private static final String MARKS = ".-*#";

    private BooleanSupplier isReplica = () -> false;
    private final long pid = ProcessHandle.current().pid();
    private PrintStream out = stream(new FileOutputStream(FileDescriptor.out));
    private SystemLog system;
    private volatile int lowest = NOTICE;

    private static PrintStream stream(FileOutputStream file) {
        return new PrintStream(file, false, StandardCharsets.ISO_8859_1);
    }

    /** Appends to a file from now on; an empty name means standard output. */
    synchronized void open(String file) throws IOException {
        if (!file.isEmpty()) {
            out = stream(new FileOutputStream(file, true));
        }
    }

    /** Adds every line to the machine's log too. */
    synchronized void copyTo(SystemLog log) {
        system = log;
    }

    /** What tells the letter of the role in front of each line. */
    void role(BooleanSupplier isFollowing) {
        isReplica = isFollowing;
    }

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
            char role = isReplica.getAsBoolean() ? 'S' : 'M';
            line(pid + ":" + role + " " + LogTime.format(System.currentTimeMillis()) + " " + MARKS.charAt(level) + " "
                    + text);
            toSystem(level, text);
        }
    }

    private synchronized void toSystem(int level, String text) {
        if (system != null) {
            system.log(level, text);
        }
    }

    /** Adds text as it is: the banner, reports. */
    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }
}
