package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.config.Choice.SyslogFacility;
import dev.spinel.engine.port.OperatorLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemLogTest {
    @ParameterizedTest
    @CsvSource({"USER, 12", "LOCAL0, 132", "LOCAL7, 188"})
    void aWarningBeginsWithItsPriority(SyslogFacility facility, int priority) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (SystemLog log = SystemLog.to(facility, new PrintStream(written))) {
            log.log(OperatorLog.WARNING, "text");
        }
        assertEquals("<" + priority + ">text\n", written.toString(StandardCharsets.UTF_8));
    }
}
