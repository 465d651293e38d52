package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every cut of a stream shows the first arguments of the requests that are whole, and nothing behind its end is read. */
final class RequestPreviewTest {
    private static final String GET = "*2\r\n$3\r\nGET\r\n$5\r\nfirst\r\n";
    private static final String SET = "*3\r\n$3\r\nSET\r\n$6\r\nsecond\r\n$1\r\nv\r\n";

    private final RequestPreview preview = new RequestPreview(3);
    private long end;

    private List<String> look(String stream) {
        byte[] bytes = Text.bytes(stream);
        long address = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(1, bytes.length));
        Mem.initCopyIn(bytes, 0, address, bytes.length);
        end = preview.look(address, address + bytes.length) - address;
        List<String> found = new ArrayList<>();
        for (int i = 0; i < preview.count(); i++) {
            found.add(Text.string(Mem.toBytes(preview.address(i), (int) preview.length(i))));
        }
        Arena.free(address);
        return found;
    }

    @Test
    void everyCutShowsWhatIsWhole() {
        String stream = GET + SET;
        for (int length = 0; length <= stream.length(); length++) {
            boolean hasFirst = length >= GET.length();
            boolean hasSecond = length == stream.length();
            List<String> expected = hasSecond ? List.of("first", "second") : hasFirst ? List.of("first") : List.of();
            assertEquals(expected, look(stream.substring(0, length)), "of " + length + " bytes");
            assertEquals(hasSecond ? length : hasFirst ? GET.length() : 0, end);
        }
    }

    @Test
    void noMoreThanTheCapacityIsTaken() {
        assertEquals(List.of("first", "second", "first"), look(GET + SET + GET + SET));
        assertEquals(2 * GET.length() + SET.length(), end);
    }

    @Test
    void whatIsUnusualEndsTheLook() {
        for (String odd : List.of("PING\r\n", "*1\r\n$4\r\nPING\r\n", "*0\r\n", "*-1\r\n", "*2\n", "*x\r\n", "*\r\n",
                "*1000000\r\n", "*2\r\n$-1\r\n", "*2\r\n+3\r\n", "*2\r\n$999999\r\n", "\r\n")) {
            assertEquals(List.of("first"), look(GET + odd + SET), odd);
            assertEquals(GET.length(), end, odd);
        }
    }
}
