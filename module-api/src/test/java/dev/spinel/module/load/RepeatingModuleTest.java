package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiled module whose calls reach the journals, and whose answers count in the statistics. */
class RepeatingModuleTest {
    @TempDir
    static Path directory;
    private static String path;

    private final ModuleHarness harness = new ModuleHarness();
    private final Lines file = new Lines(Journal.FILE);
    private final Lines replicas = new Lines(Journal.REPLICAS);

    /** Each command as a line of words. */
    private static final class Lines implements Journal {
        private final int kind;
        private final List<String> lines = new ArrayList<>();

        Lines(int kind) {
            this.kind = kind;
        }

        @Override
        public int kind() {
            return kind;
        }

        @Override
        public void append(int database, long address, long length) {
            String[] parts = Text.string(address, length).split("\r\n");
            List<String> words = new ArrayList<>();
            for (int i = 2; i < parts.length; i += 2) {
                words.add(parts[i]);
            }
            lines.add(String.join(" ", words));
        }

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        path = CCompiler.compile(RepeatingModuleTest.class, "repeater.c", ModuleApi.catalog(), directory).toString();
    }

    @BeforeEach
    void load() {
        assertEquals("+OK\r\n", harness.run("MODULE", "LOAD", path), harness::log);
        harness.engine().engine().propagator().addJournal(file);
        harness.engine().engine().propagator().addJournal(replicas);
    }

    @AfterEach
    void close() {
        harness.run("CONFIG", "SET", "maxmemory", "0");
        harness.run("FLUSHALL");
        harness.close();
    }

    @Test
    void writesAsInAScriptNeedReplicas() {
        harness.run("CONFIG", "SET", "min-replicas-to-write", "1");
        assertEquals("-NOREPLICAS Not enough good replicas to write.\r\n", harness.run("p.ask", "SE", "SET", "k", "v"));
        assertEquals("$-1\r\n", harness.run("p.ask", "SE", "GET", "k"));
        assertEquals("+OK\r\n", harness.run("p.ask", "E", "SET", "k", "v"));
        harness.run("CONFIG", "SET", "min-replicas-to-write", "0");
    }

    private String line(String section, String field) {
        String info = harness.run("INFO", section);
        int start = info.indexOf(field + ":");
        return start < 0 ? "" : info.substring(start + field.length() + 1, info.indexOf('\r', start));
    }

    @Test
    void callsReachTheJournalsTheyAreMeantFor() {
        harness.run("p.call", "", "SET", "k", "0");
        assertEquals(List.of(), file.take());
        harness.run("p.call", "!", "SET", "k", "1");
        harness.run("p.call", "!A", "SET", "k", "2");
        harness.run("p.call", "!R", "SET", "k", "3");
        harness.run("p.call", "!AR", "SET", "k", "4");
        assertEquals(List.of("SET k 1", "SET k 3"), file.take());
        assertEquals(List.of("SET k 1", "SET k 2"), replicas.take());
    }

    @Test
    void repeatedCommandsReachTheJournalsTheyAreMeantFor() {
        harness.run("p.repeat", "");
        harness.run("p.repeat", "A");
        harness.run("p.repeat", "R");
        assertEquals(List.of("INCR repeated", "INCR repeated"), file.take());
        assertEquals(List.of("INCR repeated", "INCR repeated"), replicas.take());
    }

    @Test
    void whatACallLeadsToIsAsQuietAsTheCall() {
        harness.run("p.call", "", "p.call", "!", "SET", "told", "1");
        assertEquals(List.of(), file.take());
        harness.run("p.call", "!", "p.call", "!", "SET", "told", "1");
        assertEquals(List.of("MULTI", "INCR heard", "SET told 1", "EXEC"), upper(file.take()));
    }

    @Test
    void aCommandInAnotherFormStandsBehindWhatItLedTo() {
        harness.run("SET", "told", "1", "EX", "100");
        long expiry = EngineHarness.START_MS + 100_000;
        assertEquals(List.of("MULTI", "INCR heard", "SET told 1 PXAT " + expiry, "EXEC"), upper(file.take()));
        harness.run("GETEX", "told", "EX", "200");
        harness.run("INCRBYFLOAT", "told", "1");
        assertEquals(List.of("PEXPIREAT told " + (expiry + 100_000), "MULTI", "INCR heard", "SET told 2 KEEPTTL", "EXEC"),
                upper(file.take()));
    }

    @Test
    void keysThatGoByThemselvesAreUnitsOfTheirOwn() {
        harness.run("SET", "a", "1", "PX", "5");
        harness.run("SET", "b", "1", "PX", "5");
        file.take();
        harness.engine().advanceMs(100);
        List<String> lines = upper(file.take());
        assertEquals(8, lines.size());
        for (int i = 0; i < lines.size(); i += 4) {
            assertEquals(List.of("MULTI", "INCR expired"), lines.subList(i, i + 2));
            assertTrue(lines.get(i + 2).matches("DEL [ab]"));
            assertEquals("EXEC", lines.get(i + 3));
        }
    }

    @Test
    void evictedKeysAreUnitsOfTheirOwn() {
        harness.run("SET", "a", "x".repeat(50_000), "EX", "1000");
        harness.run("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        file.take();
        harness.run("CONFIG", "SET", "maxmemory", "1");
        harness.engine().advanceMs(1);
        assertEquals(List.of("MULTI", "INCR evicted", "DEL a", "EXEC"), upper(file.take()));
    }

    @Test
    void aTimerIsOneUnitAtOneTime() {
        harness.run("p.timer");
        harness.engine().advanceMs(10);
        assertEquals(List.of("MULTI", "INCR first", "INCR second", "EXEC"), upper(file.take()));
        assertEquals("$6\r\nstands\r\n", harness.run("GET", "clock"));
    }

    @Test
    void whatAModuleMakesOfALateAnswerIsOneUnitWithIt() {
        harness.run("p.later", "!K", "BLPOP", "l", "0");
        harness.run("RPUSH", "l", "a");
        assertEquals(List.of("RPUSH l a", "MULTI", "LPOP l", "INCR first", "INCR second", "EXEC"), upper(file.take()));
        harness.run("p.later", "K", "BLPOP", "l", "0");
        harness.run("RPUSH", "l", "a");
        assertEquals(List.of("RPUSH l a", "MULTI", "INCR first", "INCR second", "EXEC"), upper(file.take()));
    }

    @Test
    void aClientThatWaitedRepeatsItsCommand() throws Exception {
        Client client = harness.engine().newClient();
        harness.engine().run(client, "p.wait", "well");
        harness.run("p.finish");
        harness.runNextJob();
        assertEquals("+done\r\n", harness.engine().takeReply(client));
        assertEquals(List.of("p.wait well"), file.take());
    }

    @Test
    void aCommandThatWaitsCountsWhenItIsAnswered() throws Exception {
        harness.run("CONFIG", "SET", "slowlog-log-slower-than", "200000");
        harness.run("CONFIG", "RESETSTAT");
        Client client = harness.engine().newClient();
        harness.engine().run(client, "p.wait", "badly");
        assertEquals("", line("commandstats", "cmdstat_p.wait"));
        harness.engine().advanceMs(300);
        harness.run("p.finish");
        harness.runNextJob();
        assertEquals("-BAD luck\r\n", harness.engine().takeReply(client));
        assertEquals("calls=1,usec=300000,usec_per_call=300000.00,rejected_calls=0,failed_calls=1",
                line("commandstats", "cmdstat_p.wait"));
        assertEquals("count=1", line("errorstats", "errorstat_BAD"));
        assertEquals(":1\r\n", harness.run("SLOWLOG", "LEN"));
        assertTrue(harness.run("SLOWLOG", "GET").contains("$6\r\np.wait\r\n$5\r\nbadly\r\n"));
    }

    @Test
    void errorsCountWhenTheyReachAClient() {
        harness.run("SET", "k", "text");
        harness.run("CONFIG", "RESETSTAT");
        harness.run("p.call", "E", "p.call", "", "LPOP", "k");
        assertEquals("count=1", line("errorstats", "errorstat_WRONGTYPE"));
        assertEquals("1", line("stats", "total_error_replies"));
        assertTrue(line("commandstats", "cmdstat_lpop").endsWith("failed_calls=1"));
        assertTrue(line("commandstats", "cmdstat_p.call").endsWith("calls=2,usec=0,usec_per_call=0.00,"
                + "rejected_calls=0,failed_calls=2"));
    }

    @Test
    void aTimerEndsAWaitBeforeATimeOutOfTheSameLength() throws Exception {
        Client client = harness.engine().newClient();
        harness.engine().run(client, "p.wait", "well", "100");
        harness.engine().advanceMs(101);
        harness.runNextJob();
        assertEquals("+done\r\n", harness.engine().takeReply(client));
    }

    @Test
    void namesOfModulesDoNotBreakTheLinesOfInfo() {
        harness.run("p.odd:name");
        assertTrue(harness.run("INFO", "commandstats").contains("cmdstat_p.odd_name:calls=1"));
    }

    @Test
    void aTransactionShowsInTheFlagsOfItsClient() {
        Client client = harness.engine().client();
        harness.engine().engine().clients().add(client);
        assertEquals(":0\r\n", harness.run("p.flags"));
        harness.run("MULTI");
        harness.run("p.flags");
        assertEquals("*1\r\n:32\r\n", harness.run("EXEC"));
        harness.engine().engine().clients().remove(client);
    }

    @Test
    void settingsAndSwappedDatabasesAreTold() {
        harness.run("CONFIG", "SET", "maxmemory-samples", "7", "hz", "11");
        harness.run("CONFIG", "SET", "hz", "many");
        harness.run("SWAPDB", "0", "3");
        assertEquals("+config 2 hz;swapdb 0 3;\r\n", harness.run("p.told"));
    }

    @Test
    void aClientWithoutAConnectionDescribesItself() {
        assertTrue(harness.run("p.call", "", "CLIENT", "INFO").contains(" addr= laddr= fd=-1 "));
    }

    private static List<String> upper(List<String> lines) {
        return lines.stream().map(line -> line.equals("multi") || line.equals("exec") ? line.toUpperCase() : line)
                .toList();
    }
}
