package dev.spinel.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void optionsBecomeLines() {
        CommandLine line =
            CommandLine.of(List.of("/etc/redis.conf", "--port", "7000", "--save", "60", "1", "--dir", "a b"));
        assertEquals("/etc/redis.conf", line.configFile());
        assertFalse(line.readsStdin());
        assertEquals("port \"7000\" \nsave \"60\" \"1\" \ndir \"a b\" ", line.options());
    }

    @Test
    void nameAndValueMayShareAnArgument() {
        assertEquals("port 7000 \nappendonly \"yes\" ", options("--port 7000", "--appendonly", "yes"));
    }

    @Test
    void valueMayLookLikeAName() {
        assertEquals("masterauth \"--secret\" \nport \"1\" ", options("--masterauth", "--secret", "--port", "1"));
    }

    @Test
    void saveWithoutValueMeansNone() {
        assertEquals("save \"\"\nport \"1\" ", options("--save", "--port", "1"));
        assertEquals("port \"1\" \nsave \"\"", options("--port", "1", "--save"));
        assertEquals("save \"\" ", options("--save", ""));
    }

    @Test
    void sentinelStandsAlone() {
        assertEquals("sentinel \nport \"1\" ", options("--sentinel", "--port", "1"));
    }

    @Test
    void loneHyphenFirstOrLastReadsStdin() {
        assertTrue(CommandLine.of(List.of("-")).readsStdin());
        assertTrue(CommandLine.of(List.of("x.conf", "--port", "1", "-")).readsStdin());
        assertFalse(CommandLine.of(List.of("--masterauth", "-", "--port", "1")).readsStdin());
        assertNull(CommandLine.of(List.of("-", "--port", "1")).configFile());
    }

    @Test
    void optionsWinOverStdinAndFile() {
        CommandLine line = CommandLine.of(List.of("x.conf", "--port", "3", "-"));
        assertEquals("port 1\nport 2\n\nport \"3\" ", line.merge("port 1\n", "port 2\n"));
    }

    private static String options(String... arguments) {
        return CommandLine.of(List.of(arguments)).options();
    }
}
