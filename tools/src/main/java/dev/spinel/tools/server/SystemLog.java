package dev.spinel.tools.server;

import dev.spinel.engine.config.Choice.SyslogFacility;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code syslog-enabled}: the lines of the operator log for the machine's log. The JDK has no door to it, so the
 * program {@code logger}, which every Linux has, runs beside us and reads lines that begin with their priority.
 */
final class SystemLog implements AutoCloseable {
    /** Severities of the levels debug, verbose, notice, warning. */
    private static final int[] SEVERITIES = {7, 6, 5, 4};
    private static final int FACILITY_USER = 1;
    private static final int FACILITY_LOCAL0 = 16;
    private static final int SEVERITY_BITS = 3;

    private final int facility;
    private final PrintStream out;

    private SystemLog(SyslogFacility facility, PrintStream out) {
        this.facility = facility == SyslogFacility.USER
                ? FACILITY_USER : FACILITY_LOCAL0 + facility.ordinal() - SyslogFacility.LOCAL0.ordinal();
        this.out = out;
    }

    /** Starts the program; fails when there is none. */
    static SystemLog open(String ident, SyslogFacility facility, long pid) throws IOException {
        Process logger = new ProcessBuilder(List.of("logger", "--prio-prefix", "--tag", ident, "--id=" + pid))
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        return to(facility, new PrintStream(logger.getOutputStream(), false, StandardCharsets.UTF_8));
    }

    static SystemLog to(SyslogFacility facility, PrintStream out) {
        return new SystemLog(facility, out);
    }

    /** Adds one line, whose level is one of the operator log. Should the program be gone, the line is lost. */
    void log(int level, String text) {
        out.println("<" + ((facility << SEVERITY_BITS) + SEVERITIES[level]) + ">" + text);
        out.flush();
    }

    @Override
    public void close() {
        out.close();
    }
}
