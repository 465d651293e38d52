package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyCounterTest {
    private static final String EVERY_KIND = "+OK\r\n:12\r\n-ERR no\r\n$3\r\na\r\n\r\n$-1\r\n$0\r\n\r\n*0\r\n*-1\r\n_\r\n#t\r\n,1.5\r\n"
            + "*2\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n%1\r\n+k\r\n+v\r\n=5\r\ntxt:a\r\n";
    private static final int EVERY_KIND_REPLIES = 14;

    private final ReplyCounter replies = new ReplyCounter();

    @Test
    void countsEveryKindOfReplyOnce() {
        assertEquals(EVERY_KIND_REPLIES, count(EVERY_KIND));
    }

    @Test
    void countsTheSameWhereverTheStreamIsCut() {
        for (int cut = 0; cut <= EVERY_KIND.length(); cut++) {
            assertEquals(EVERY_KIND_REPLIES, count(EVERY_KIND.substring(0, cut)) + count(EVERY_KIND.substring(cut)), "cut at " + cut);
        }
    }

    @Test
    void countsTheSameByteByByte() {
        int total = 0;
        for (char c : EVERY_KIND.toCharArray()) total += count(String.valueOf(c));
        assertEquals(EVERY_KIND_REPLIES, total);
    }

    @Test
    void keepsTheFirstErrorAndCountsAll() {
        count("-ERR first\r\n+OK\r\n-ERR second\r\n");
        assertEquals(2, replies.errorCount());
        assertEquals("ERR first", replies.firstError());
    }

    private int count(String stream) {
        return replies.count(ByteBuffer.wrap(stream.getBytes(StandardCharsets.US_ASCII)));
    }
}
