package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.file.SimulatedDisk.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The log on a disk that fails, fills and loses power. */
final class AppendOnlyDiskTest {
    private static final String DIRECTORY = "appendonlydir/";

    /** What a client did, and how much of it was promised: nothing is while there is no whole log. */
    private static final class Story {
        private final List<String> done = new ArrayList<>();
        private int promised;
        private boolean died;

        /** Runs the commands on a server; an entry {@code turn} only lets time pass. */
        void play(AofFixture server) {
            try {
                if (!server.start()) {
                    died = true;
                    return;
                }
                for (String step : STEPS) {
                    done.add(step);
                    if (step.equals("turn")) {
                        server.harness().advanceMs(1500);
                        server.turn();
                    } else if (server.run(step.split(" ")).startsWith("-")) {
                        done.removeLast();
                    }
                    boolean isKept = server.appendOnly().syncedPosition() == server.appendOnly().position();
                    promised = isKept ? done.size() : promised;
                }
                server.appendOnly().finish(true);
            } catch (AofFixture.Died end) {
                died = true;
            }
        }
    }

    private static final List<String> STEPS = List.of("SET a 1", "RPUSH l 1 2 3", "BGREWRITEAOF", "SADD s x y", "turn",
            "INCR a", "SELECT 3", "ZADD z 1 m", "CONFIG SET appendonly no", "CONFIG SET appendonly yes", "turn",
            "SELECT 0", "HSET h f v", "CONFIG SET aof-use-rdb-preamble no", "BGREWRITEAOF", "turn", "DEL l", "SET end 1");

    private static String digestOf(List<String> steps) {
        try (AofFixture server = new AofFixture(new SimulatedDisk())) {
            assertTrue(server.start());
            for (String step : steps) {
                if (!step.equals("turn")) server.run(step.split(" "));
            }
            return server.digest();
        }
    }

    private static String digestOnDisk(SimulatedDisk disk) {
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start(), () -> "starts: " + server.log());
            return server.digest();
        }
    }

    @Test
    void historyStaysWhileItMustAndGoesAtOnceWhenItMay() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk, "aof-disable-auto-gc", "yes")) {
            assertTrue(server.start());
            server.run("SET", "a", "1");
            server.run("BGREWRITEAOF");
            assertTrue(disk.paths().contains(DIRECTORY + "appendonly.aof.1.incr.aof"));

            server.run("CONFIG", "SET", "aof-disable-auto-gc", "no");

            assertFalse(disk.paths().contains(DIRECTORY + "appendonly.aof.1.incr.aof"));
            assertFalse(disk.paths().contains(DIRECTORY + "appendonly.aof.1.base.rdb"));
            assertEquals("""
                    file appendonly.aof.2.base.rdb seq 2 type b
                    file appendonly.aof.2.incr.aof seq 2 type i
                    """, new String(disk.bytes(DIRECTORY + "appendonly.aof.manifest"), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void everythingIsLoadedAgain() {
        SimulatedDisk disk = new SimulatedDisk();
        Story story = new Story();
        try (AofFixture server = new AofFixture(disk)) {
            story.play(server);
        }
        assertFalse(story.died);
        assertEquals(digestOf(STEPS), digestOnDisk(disk));
    }

    /** Whatever call fails while a server starts from its log, it does not start, or has everything. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anyFailingCallOfAStartIsNoticed(Fault fault) {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk)) {
            new Story().play(server);
        }
        long calls = disk.callCount();
        String digest = digestOnDisk(disk);
        calls = disk.callCount() - calls;
        assertTrue(calls > 5);
        for (long call = 0; call < calls; call++) {
            disk.failAt(disk.callCount() + call, fault);
            boolean isOver = false;
            try (AofFixture server = new AofFixture(disk)) {
                boolean starts = server.start();
                isOver = true;
                assertTrue(!starts || server.digest().equals(digest), "call " + call + ": " + server.log());
            } catch (AofFixture.Died end) {
                assertTrue(!isOver, "a server that started stays");
            }
            disk.failAt(-1, fault);
            assertEquals(digest, digestOnDisk(disk), "call " + call);
        }
    }

    /**
     * Whichever call fails, and if the machine loses power afterwards: what was promised is there, and besides at most some
     * of what came after.
     */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void noPromiseIsBrokenWhicheverCallFails(Fault fault) {
        SimulatedDisk counted = new SimulatedDisk();
        try (AofFixture server = new AofFixture(counted)) {
            new Story().play(server);
        }
        SplittableRandom random = new SplittableRandom(11);
        int deaths = 0;
        for (long call = 0; call < counted.callCount(); call++) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.failAt(call, fault);
            Story story = new Story();
            try (AofFixture server = new AofFixture(disk)) {
                story.play(server);
            }
            disk.failAt(-1, fault);
            disk.crash(random);
            deaths += story.died ? 1 : 0;
            String found = digestOnDisk(disk);
            boolean isThere = IntStream.rangeClosed(story.promised, story.done.size())
                    .anyMatch(count -> found.equals(digestOf(story.done.subList(0, count))));
            assertTrue(isThere, "call " + call + " of " + counted.callCount() + ", promised " + story.promised + " of "
                    + story.done);
        }
        assertTrue(fault == Fault.SHORT_WRITE ? deaths == 0 : deaths > 0, "some failures end the server: " + deaths);
    }

    @Test
    void aFullDiskRefusesWritesUntilThereIsRoomAgain() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk, "appendfsync", "no")) {
            assertTrue(server.start());
            server.run("SET", "a", "1");
            disk.capacity(0);
            assertEquals("+OK\r\n", server.run("SET", "b", "2"));
            assertEquals("-MISCONF Errors writing to the AOF file: No space left on device\r\n", server.run("SET", "c", "3"));
            assertEquals("$1\r\n2\r\n", server.run("GET", "b"));
            assertTrue(server.run("INFO", "persistence").contains("aof_last_write_status:err"));
            disk.capacity(Long.MAX_VALUE);
            server.turn();
            assertEquals("+OK\r\n", server.run("SET", "c", "3"));
            assertTrue(server.log().contains("AOF write error looks solved, Redis can write again."));
            server.appendOnly().finish(true);
        }
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            assertEquals("$1\r\n2\r\n", server.run("GET", "b"));
        }
    }

    @Test
    void aFailureUnderAlwaysEndsTheServer() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            disk.failAt(disk.callCount() + 1, Fault.IO_ERROR);
            boolean died = false;
            try {
                server.run("SET", "a", "1");
            } catch (AofFixture.Died end) {
                died = true;
            }
            assertTrue(died);
            assertEquals("Can't persist AOF for fsync error when the AOF fsync policy is 'always': Input/output error. "
                    + "Exiting...", server.log().getLast());
        }
    }

    @Test
    void aSaveDuringARewriteSeesItThrough() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            server.run("SET", "a", "1");
            server.harness().run("BGREWRITEAOF");
            assertEquals("+OK\r\n", server.harness().run("SAVE"));
            String info = server.run("INFO", "persistence");
            assertTrue(info.contains("aof_last_bgrewrite_status:ok"), info);
            assertTrue(info.contains("aof_rewrite_in_progress:0"), info);
            assertTrue(disk.exists(DIRECTORY + "appendonly.aof.2.base.rdb"), server.log()::toString);
            assertTrue(disk.exists("dump.rdb"));
            server.appendOnly().finish(true);
        }
    }

    @Test
    void aBaseOfCommandsSaysStreamsAndExpiringFieldsAsRedisDoes() {
        SimulatedDisk disk = new SimulatedDisk();
        String before;
        try (AofFixture server = new AofFixture(disk, "aof-use-rdb-preamble", "no")) {
            assertTrue(server.start());
            List.of("XADD x 1-1 f v g 7", "XADD x 1-2 f w g 8", "XADD x 2-0 other field", "XADD x 3-0 f u g 9", "XDEL x 1-2",
                    "XGROUP CREATE x 1 0", "XGROUP CREATE x idle $", "XREADGROUP GROUP 1 22 COUNT 2 STREAMS x >",
                    "XGROUP CREATECONSUMER x 1 nobody", "XADD gone 5-5 a b", "XDEL gone 5-5", "HSET h a 1 b 2",
                    "HPEXPIREAT h 4102444800000 FIELDS 1 a").forEach(line -> server.run(line.split(" ")));
            String[] words = new String[2 + 2 * 600];
            Arrays.setAll(words, i -> "f" + i);
            words[0] = "HSET";
            words[1] = "large";
            server.run(words);
            server.run("HPEXPIREAT", "large", "4102444800000", "FIELDS", "2", "f2", "f4");
            before = server.digest();
            server.run("BGREWRITEAOF");
            server.appendOnly().finish(true);
        }
        String base = new String(disk.bytes(DIRECTORY + "appendonly.aof.2.base.aof"), StandardCharsets.ISO_8859_1);
        assertFalse(base.contains("RESTORE"));
        assertTrue(base.contains(new String(text("*4~$5~HMSET~$1~h~$1~a~$1~1~*6~$10~HPEXPIREAT~$1~h~$13~4102444800000~$6~FIELDS~"
                + "$1~1~$1~a~*4~$5~HMSET~$1~h~$1~b~$1~2~"), StandardCharsets.ISO_8859_1)), base);
        assertTrue(base.contains(new String(text("*7~$4~XADD~$4~gone~$6~MAXLEN~$1~0~$3~0-1~$1~x~$1~y~*7~$6~XSETID~$4~gone~"
                + "$3~5-5~$12~ENTRIESADDED~$1~1~$12~MAXDELETEDID~$3~5-5~"), StandardCharsets.ISO_8859_1)), base);
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start(), server.log()::toString);
            assertEquals(before, server.digest());
        }
    }

    @Test
    void functionLibrariesPassThroughABaseOfCommands() {
        SimulatedDisk disk = new SimulatedDisk();
        String library = "*3~$8~FUNCTION~$4~LOAD~$20~#!lua name=library 1~";
        String manifest = "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n";
        disk.put(DIRECTORY + "appendonly.aof.manifest", manifest.getBytes(StandardCharsets.ISO_8859_1));
        disk.put(DIRECTORY + "a.1.base.aof", text(library));
        disk.put(DIRECTORY + "a.1.incr.aof", new byte[0]);
        disk.existing("appendonlydir");
        try (AofFixture server = new AofFixture(disk, "aof-use-rdb-preamble", "no")) {
            assertTrue(server.start(), server.log()::toString);
            server.run("BGREWRITEAOF");
            server.appendOnly().finish(true);
        }
        assertEquals(new String(text(library), StandardCharsets.ISO_8859_1),
                new String(disk.bytes(DIRECTORY + "appendonly.aof.2.base.aof"), StandardCharsets.ISO_8859_1));
    }

    /** Who changed nothing need not wait for what others did. */
    @Test
    void waitaofAsksForTheChangesOfItsClientOnly() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk, "appendfsync", "no")) {
            assertTrue(server.start());
            server.harness().run("SET", "a", "1");
            Client other = server.harness().newClient();
            assertEquals("*2\r\n:1\r\n:0\r\n", server.harness().run(other, "WAITAOF", "1", "0", "0"));
            assertEquals("", server.harness().run("WAITAOF", "1", "0", "0"));
            server.appendOnly().finish(true);
        }
    }

    @Test
    void aCutTailIsRemovedFromTheLastFileOnly() {
        SimulatedDisk disk = new SimulatedDisk();
        String manifest = "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n";
        disk.put(DIRECTORY + "appendonly.aof.manifest", manifest.getBytes(StandardCharsets.ISO_8859_1));
        disk.put(DIRECTORY + "a.1.base.aof", text("*3~$3~SET~$1~a~$1~1~"));
        disk.put(DIRECTORY + "a.1.incr.aof", text("*3~$3~SET~$1~b~$1~2~*1~$5~MULTI~*2~$3~DEL~$1~a~"));
        disk.existing("appendonlydir");
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            assertEquals("$1\r\n1\r\n", server.run("GET", "a"));
            assertEquals("$1\r\n2\r\n", server.run("GET", "b"));
        }
        assertEquals(27, disk.bytes(DIRECTORY + "a.1.incr.aof").length);
        disk.put(DIRECTORY + "a.1.base.aof", text("*3~$3~SET~$1~a~$1~"));
        try (AofFixture server = new AofFixture(disk)) {
            assertFalse(server.start());
            assertEquals("Fatal error: the truncated file is not the last file", server.log().getLast());
        }
    }

    private static byte[] text(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aSingleFileOfAnOldVersionMovesIn(String truncated) {
        SimulatedDisk disk = new SimulatedDisk();
        disk.put("appendonly.aof", text("*3~$3~SET~$1~a~$1~1~"));
        try (AofFixture server = new AofFixture(disk, "aof-load-truncated", truncated)) {
            assertTrue(server.start());
            assertEquals("$1\r\n1\r\n", server.run("GET", "a"));
        }
        assertFalse(disk.exists("appendonly.aof"));
        assertTrue(disk.exists(DIRECTORY + "appendonly.aof"));
    }

    /** What no server writes is refused, not run: too few words, or a name that needs another behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"*2|$11|SUNIONSTORE|$1|k|", "*1|$6|XGROUP|", "*1|$3|NOT|"})
    void commandsThatCannotBeRunAreRefused(String command) {
        SimulatedDisk disk = new SimulatedDisk();
        disk.put("appendonly.aof", Text.bytes("*2|$6|SELECT|$1|0|".replace("|", "\r\n") + command.replace("|", "\r\n")));
        try (AofFixture server = new AofFixture(disk)) {
            assertFalse(server.start());
            assertTrue(server.log().getLast().matches("Unknown command '.*' reading the append only file .* at offset 23"),
                    () -> server.log().toString());
        }
    }

    /** As in Redis, the names of files start anew from what the manifest on disk says. */
    @Test
    void loadingAgainReadsTheManifestAgain() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            server.run("SET", "a", "1");
            server.run("BGREWRITEAOF");
            server.run("CONFIG", "SET", "appendonly", "no");
            server.run("BGREWRITEAOF");
            assertEquals("+OK\r\n", server.run("DEBUG", "LOADAOF"));
            server.run("CONFIG", "SET", "appendonly", "yes");
            assertTrue(disk.exists("appendonlydir/appendonly.aof.4.base.rdb"), () -> disk.paths().toString());
            assertTrue(disk.exists("appendonlydir/appendonly.aof.1.incr.aof"), () -> disk.paths().toString());
            assertEquals("$1\r\n1\r\n", server.run("GET", "a"));
        }
    }

    @Test
    void rewritesThatKeepFailingAreDelayed() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk, "appendfsync", "no", "auto-aof-rewrite-min-size", "1",
                "auto-aof-rewrite-percentage", "1")) {
            assertTrue(server.start());
            server.run("SET", "a", "1");
            disk.refuse("temp-rewriteaof");
            for (int turn = 0; turn < 10; turn++) {
                server.harness().advanceMs(100);
                server.turn();
            }
            String info = server.run("INFO", "persistence");
            assertTrue(info.contains("aof_rewrites_consecutive_failures:3"), info);
            assertTrue(info.contains("aof_last_bgrewrite_status:err"), info);
            assertEquals("Background AOF rewrite has repeatedly failed and triggered the limit, will retry in 1 minutes",
                    server.log().getLast());
            disk.refuse(null);
            server.harness().advanceMs(60_000);
            server.turn();
            assertTrue(server.run("INFO", "persistence").contains("aof_last_bgrewrite_status:ok"));
        }
    }
}
