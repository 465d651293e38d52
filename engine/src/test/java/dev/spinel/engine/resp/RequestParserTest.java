package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Cuts the same stream in every way and expects the same commands; broken streams end with Redis' words. */
final class RequestParserTest {
    private static final String STREAM = "*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n"
            + "echo  \"a b\"  'c'\r\n*0\r\n*-1\r\n\r\n*2\r\n$3\r\nGET\r\n$11\r\nwith\r\nbreak\r\n";
    private static final List<List<String>> COMMANDS = List.of(List.of("PING"), List.of("SET", "k", ""),
            List.of("echo", "a b", "c"), List.of("GET", "with\r\nbreak"));

    /** Feeds a stream in pieces, as a connection does: what is left of a request moves to a buffer of its own. */
    private static final class Feeder {
        private final Args args = new Args();
        private final RequestParser parser = new RequestParser(args);
        private final List<List<String>> commands = new ArrayList<>();
        private String kept = "";
        private long buffer;
        private String failure;

        void feed(String piece) {
            String text = piece;
            while (parser.isReceivingBlock() && !text.isEmpty()) {
                int taken = (int) Math.min(text.length(), parser.blockRemaining());
                Mem.copyIn(Text.bytes(text), 0, parser.blockAddress(), taken);
                parser.blockReceived(taken);
                text = text.substring(taken);
                if (parser.blockRemaining() == 0) {
                    parseAll();
                }
            }
            if (!text.isEmpty() && failure == null) {
                append(text);
                parseAll();
            }
        }

        private void append(String text) {
            String all = kept + text;
            long moved = Arena.allocate(MemoryTag.QUERY_BUFFER, all.length());
            Mem.copyIn(Text.bytes(all), 0, moved, all.length());
            if (kept.isEmpty()) {
                parser.start(moved);
            } else {
                parser.rebase(moved - buffer);
            }
            release();
            buffer = moved;
            kept = all;
        }

        private void parseAll() {
            long limit = buffer + kept.length();
            int status = parser.parse(limit);
            while (status == RequestParser.COMPLETE) {
                addCommand();
                status = parser.parse(limit);
            }
            if (status == RequestParser.FAILED) {
                failure = parser.failure();
                return;
            }
            int rest = (int) (parser.retainFrom() - buffer);
            kept = kept.substring(rest, (int) ((parser.isReceivingBlock() ? parser.cursor() : limit) - buffer));
            long moved = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(kept.length(), 1));
            Mem.copyIn(Text.bytes(kept), 0, moved, kept.length());
            parser.rebase(moved - buffer - rest);
            release();
            buffer = moved;
        }

        private void addCommand() {
            if (args.count() > 0) {
                List<String> words = new ArrayList<>();
                for (int i = 0; i < args.count(); i++) {
                    words.add(args.text(i));
                }
                commands.add(words);
            }
        }

        private void release() {
            if (buffer != 0) {
                Arena.free(buffer);
            }
            buffer = 0;
        }

        void close() {
            parser.close();
            release();
        }
    }

    private static List<List<String>> parse(String... pieces) {
        long before = Arena.usedBytes();
        Feeder feeder = new Feeder();
        for (String piece : pieces) {
            feeder.feed(piece);
        }
        feeder.close();
        assertEquals(before, Arena.usedBytes(), "nothing is left behind");
        return feeder.commands;
    }

    private static String failureOf(String stream, boolean authenticated) {
        Feeder feeder = new Feeder();
        feeder.parser.limits(512L << 20, authenticated);
        feeder.feed(stream);
        feeder.close();
        return feeder.failure;
    }

    @Test
    void everySplitInTwoGivesTheSameCommands() {
        for (int i = 1; i < STREAM.length(); i++) {
            assertEquals(COMMANDS, parse(STREAM.substring(0, i), STREAM.substring(i)), "split at " + i);
        }
    }

    @Test
    void byteAfterByteGivesTheSameCommands() {
        assertEquals(COMMANDS, parse(STREAM.split("(?<=.)|(?<=\\n)", -1)));
    }

    @Test
    void largeBulkIsReceivedIntoABlockOfItsOwn() {
        String value = "x".repeat(RequestParser.BLOCK_BYTES * 3);
        String stream = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n" + "PING\r\n";
        int half = stream.length() / 2;
        assertEquals(List.of(List.of("SET", "k", value), List.of("PING")),
                parse(stream.substring(0, half), stream.substring(half)));
    }

    @Test
    void bytesReceivedIntoABlockNeedNotBeRetained() {
        Feeder feeder = new Feeder();
        feeder.feed("*2\r\n$4\r\nECHO\r\n$" + RequestParser.BLOCK_BYTES + "\r\n" + "x".repeat(1000));
        assertEquals("*2\r\n$4\r\nECHO\r\n$" + RequestParser.BLOCK_BYTES + "\r\n", feeder.kept);
        assertEquals(1000, feeder.parser.blockReceivedBytes());
        feeder.close();
    }

    @Test
    void idleBlockHoldsOnlyWhatArrived() {
        Feeder feeder = new Feeder();
        String value = "x".repeat(RequestParser.BLOCK_BYTES);
        feeder.feed("*2\r\n$4\r\nECHO\r\n$" + value.length() + "\r\n" + value.substring(0, 1000));
        feeder.parser.trimBlock();
        assertEquals(1000, feeder.parser.blockBytes());
        feeder.parser.growBlock();
        assertEquals(value.length() + 2, feeder.parser.blockBytes());
        feeder.feed(value.substring(1000) + "\r\n");
        assertEquals(List.of(List.of("ECHO", value)), feeder.commands);
        feeder.close();
    }

    @Test
    void brokenRequestsFailWithTheWordsOfRedis() {
        assertEquals("invalid multibulk length", failureOf("*x\r\n", true));
        assertEquals("invalid multibulk length", failureOf("*01\r\n", true));
        assertEquals("invalid multibulk length", failureOf("*2147483648\r\n", true));
        assertEquals("expected '$', got ':'", failureOf("*1\r\n:1\r\n", true));
        assertEquals("invalid bulk length", failureOf("*1\r\n$-1\r\n", true));
        assertEquals("invalid bulk length", failureOf("*1\r\n$536870913\r\n", true));
        assertEquals("invalid bulk length", failureOf("*1\r\n$\r\n", true));
        assertEquals("unbalanced quotes in request", failureOf("get \"a\r\n", true));
        assertEquals("too big inline request", failureOf("x".repeat(RequestParser.MAX_LINE_BYTES + 1), true));
        assertEquals("too big mbulk count string", failureOf("*" + "1".repeat(RequestParser.MAX_LINE_BYTES), true));
        assertEquals("too big bulk count string", failureOf("*1\r\n$" + "1".repeat(RequestParser.MAX_LINE_BYTES), true));
    }

    @Test
    void clientsThatMustAuthenticateHaveSmallLimits() {
        assertEquals("unauthenticated multibulk length", failureOf("*11\r\n", false));
        assertEquals("unauthenticated bulk length", failureOf("*1\r\n$16385\r\n", false));
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("*$:-0123456789\r\n\"'\\ abcPING").ofMaxLength(200);
    }

    @Property(tries = 500)
    void noiseNeverHarms(@ForAll("noise") String noise) {
        List<List<String>> whole = parse(noise);
        assertTrue(whole.stream().noneMatch(List::isEmpty));
        assertFalse(whole.size() > noise.length());
    }
}
