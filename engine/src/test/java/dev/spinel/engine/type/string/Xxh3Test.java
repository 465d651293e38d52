package dev.spinel.engine.type.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh3Test {
    /** Digests by the reference implementation, of bytes {@code 7 i + length} for each index i. */
    @ParameterizedTest
    @CsvSource({
        "0, 2d06800538d394c2", "1, e12ef9d2eb86ceeb", "3, a9088dda485b481c", "4, 57648c318a7a307e",
        "8, b0fb3e3c3f94990a", "9, 8aca5cb309437c2e", "16, 2bd926d88792965a", "17, 621f018aad19b14a",
        "128, e9549af9a74093e6", "129, b54ad1cd8a4c84b9", "240, 3e136902ec966624", "241, bd7d29b6ba966d6a",
        "1024, dc5acf0b043c445b", "1025, c856c953bbdbc807", "2000, fc03a33c310fcc29",
    })
    void digestsOfEveryLengthClass(int length, String digest) {
        long block = Arena.allocate(MemoryTag.SERVER, Math.max(length, 1));
        for (int i = 0; i < length; i++) {
            Mem.initByte(block + i, (byte) (7 * i + length));
        }
        long hash = new Xxh3().hash(block, length);
        Arena.free(block);
        assertEquals(digest, "%016x".formatted(hash));
    }
}
