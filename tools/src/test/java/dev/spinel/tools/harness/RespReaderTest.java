package dev.spinel.tools.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RespReaderTest {
    private static Reply read(String bytes) {
        return RespReader.parse(bytes.getBytes(StandardCharsets.ISO_8859_1)).getFirst();
    }

    @Test
    void simpleRepliesKeepTheirText() {
        assertEquals("OK", read("+OK\r\n").text());
        assertEquals(-7, read(":-7\r\n").number());
        assertEquals("3.25", read(",3.25\r\n").text());
        assertTrue(read("-ERR no\r\n").isError());
    }

    @Test
    void bulkReplyMayHoldLineEndsAndAnyByte() {
        assertEquals("a\r\n\u00ff", read("$4\r\na\r\n\u00ff\r\n").text());
    }

    @Test
    void nullsOfBothProtocolsAreNull() {
        assertTrue(read("$-1\r\n").isNull());
        assertTrue(read("*-1\r\n").isNull());
        assertTrue(read("_\r\n").isNull());
    }

    @Test
    void mapHasTwoElementsPerEntryAndEachKnowsItsOwnBytes() {
        Reply map = read("%1\r\n$1\r\nk\r\n*2\r\n:1\r\n#t\r\n");
        assertEquals(2, map.elements().size());
        assertEquals("*2\r\n:1\r\n#t\r\n", map.at(1).rawText());
        assertEquals("t", map.at(1).at(1).text());
    }

    @Test
    void attributeBelongsToTheReplyAfterIt() {
        Reply reply = read("|1\r\n+ttl\r\n:9\r\n:5\r\n");
        assertEquals(5, reply.number());
        assertEquals("|1\r\n+ttl\r\n:9\r\n:5\r\n", reply.rawText());
    }

    @Test
    void pipelinedRepliesComeOneByOne() {
        assertEquals(2, RespReader.parse("+A\r\n+B\r\n".getBytes(StandardCharsets.ISO_8859_1)).size());
    }

    @Test
    void cutReplyAndUnknownKindFail() {
        RespReader cut = new RespReader(new ByteArrayInputStream("$5\r\nab".getBytes(StandardCharsets.ISO_8859_1)));
        assertThrows(EOFException.class, cut::read);
        RespReader odd = new RespReader(new ByteArrayInputStream("hello\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertThrows(IOException.class, odd::read);
    }

    @Test
    void commandIsAnArrayOfBulks() {
        assertArrayEquals("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n".getBytes(StandardCharsets.ISO_8859_1),
                RespClient.encode(java.util.List.of("GET", "k")));
    }
}
