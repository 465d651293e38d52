package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.config.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTitleTest {
    private final Settings settings = new Settings();

    private String title(String template) {
        settings.procTitleTemplate.assign(List.of(template));
        return new ProcessTitle(settings, Path.of("/etc/redis.conf")).text();
    }

    @Test
    void theUsualTitleNamesTheFirstAddress() {
        assertEquals("spinel-server *:6379", title("{title} {listen-addr} {server-mode}"));
        settings.bind.assign(List.of("-127.0.0.1", "::1"));
        assertEquals("spinel-server 127.0.0.1:6379", title("{title} {listen-addr}"));
    }

    @Test
    void withoutAPortThePathOfTheSocketStandsForIt() {
        settings.port.assign(List.of("0"));
        settings.unixsocket.assign(List.of("/run/s.sock"));
        assertEquals("/run/s.sock", title("{listen-addr}"));
    }

    @Test
    void everyVariableIsFilledIn() {
        assertEquals("6379 0  /etc/redis.conf {port}", title("{port} {tls-port} {unixsocket} {config-file} {{port}"));
    }
}
