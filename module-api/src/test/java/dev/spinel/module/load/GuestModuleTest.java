package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Liberties that modules of others take with declarations, contexts and events. */
class GuestModuleTest {
    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("guest.c");

    private final ModuleHarness harness = MODULE.newServer();

    @BeforeEach
    void load() {
        MODULE.load();
    }

    @AfterEach
    void unload() {
        assertEquals("+OK\r\n", harness.run("MODULE", "UNLOAD", "guest"));
    }

    @Test
    void commandsAreCalledInAnyCaseAndNamedAsDeclared() {
        assertEquals("-ERR wrong number of arguments for 'Guest.ASK' command\r\n", harness.run("guest.ask"));
        assertTrue(harness.run("COMMAND", "INFO", "GUEST.ask").startsWith("*1\r\n*10\r\n$9\r\nGuest.ASK\r\n"));
        assertEquals("*1\r\n$9\r\nGuest.ASK\r\n",
                harness.run("COMMAND", "LIST", "FILTERBY", "PATTERN", "guest.a*"));
        assertTrue(harness.run("INFO", "commandstats").contains("cmdstat_Guest.ASK:calls=1"));
        assertEquals("+OK\r\n", harness.run("ACL", "SETUSER", "u", "+GUEST.ASK"));
        assertTrue(harness.run("ACL", "LIST").contains("+guest.ask"));
    }

    @Test
    void internalCommandsAreForModules() {
        assertEquals(":42\r\n", harness.run("guest.ask", "21"));
        assertTrue(harness.run("guest.twice", "21").startsWith("-ERR unknown command 'guest.twice'"));
        assertTrue(harness.run("guest.ask", "21", "as-user").startsWith("-ERR unknown command"));
        assertEquals("*1\r\n$-1\r\n", harness.run("COMMAND", "INFO", "guest.twice"));
        assertTrue(harness.run("ACL", "SETUSER", "u", "+guest.twice").startsWith("-ERR"));
    }

    @Test
    void publishingNeedsNoContext() {
        assertEquals(":10\r\n", harness.run("guest.publish", "channel", "message"));
    }

    @Test
    void eventsHaveNamesThatStayAndKeysThatLiveUntilTheNext() {
        harness.run("SET", "old", "v");
        harness.run("DEL", "old");
        harness.run("SET", "old", "v");
        harness.run("APPEND", "new", "v");
        harness.run("RENAME", "old", "new");
        assertEquals("$18\r\n2 sets, old to new\r\n", harness.run("guest.renamed"));
    }

    @Test
    void internalCommandsGoWithTheirModule() {
        assertEquals("+OK\r\n", harness.run("MODULE", "UNLOAD", "guest"));
        MODULE.load();
        assertEquals(":4\r\n", harness.run("guest.ask", "2"));
    }
}
