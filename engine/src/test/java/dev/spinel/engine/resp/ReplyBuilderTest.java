package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplyBuilderTest {
    private final ReplyBlocks blocks = new ReplyBlocks();
    private final ReplyBuilder reply = new ReplyBuilder(blocks);

    @AfterEach
    void free() {
        reply.clear();
        blocks.trim();
    }

    private String text() {
        String text = Text.string(reply.pendingAddress(), reply.pendingLength());
        reply.clear();
        return text;
    }

    @Test
    void kindsOfResp3FallBackInResp2() {
        writeAll();
        assertEquals("$-1\r\n*-1\r\n:1\r\n$4\r\n3.25\r\n*2\r\n*1\r\n*3\r\n$4\r\ntext\r\n$3\r\n123\r\n", text());
        reply.version(3);
        writeAll();
        assertEquals("_\r\n_\r\n#t\r\n,3.25\r\n%1\r\n~1\r\n>3\r\n=8\r\ntxt:text\r\n(123\r\n", text());
    }

    private void writeAll() {
        reply.nil();
        reply.nilArray();
        reply.bool(true);
        reply.number(3.25);
        reply.map(1);
        reply.set(1);
        reply.push(3);
        reply.verbatim("txt", Text.bytes("text"));
        reply.bigNumber(Text.bytes("123"));
    }

    @Test
    void deferredAggregatesNest() {
        long outer = reply.defer();
        reply.integer(1);
        long inner = reply.defer();
        reply.integer(2);
        reply.integer(3);
        reply.closeArray(inner, 2);
        reply.closeMap(outer, 1);
        assertEquals("*2\r\n:1\r\n*2\r\n:2\r\n:3\r\n", text());
    }

    @Test
    void lineBreaksInErrorsBecomeBlanks() {
        reply.error("ERR a\r\nb");
        assertEquals("-ERR a  b\r\n", text());
        assertEquals(1, reply.errorCount());
    }

    @Test
    void growsBeyondTheLentBlock() {
        String value = "v".repeat(ReplyBlocks.BLOCK_BYTES * 5);
        reply.bulk(value);
        reply.bulkInteger(-42);
        assertEquals("$" + value.length() + "\r\n" + value + "\r\n$3\r\n-42\r\n", text());
    }

    @Test
    void mutedRepliesAreDropped() {
        reply.mute(true);
        reply.bulk("secret");
        long start = reply.defer();
        reply.integer(1);
        reply.closeArray(start, 1);
        reply.mute(false);
        reply.ok();
        assertEquals("+OK\r\n", text());
    }

    @Test
    void sentBytesGoFromTheFront() {
        reply.ok();
        reply.ok();
        reply.sent(5);
        assertEquals("+OK\r\n", text());
        assertEquals(0, reply.capacity());
    }
}
