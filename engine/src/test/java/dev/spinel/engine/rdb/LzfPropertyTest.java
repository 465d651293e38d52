package dev.spinel.engine.rdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.keyspace.LongString;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LzfPropertyTest {
    private static final int MAX_BYTES = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void expandingGivesBackWhatWasCompressed(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Lzf lzf = new Lzf();
        long block = Arena.allocate(MemoryTag.SERVER, 3 * MAX_BYTES + 8);
        for (int round = 0; round < 100; round++) {
            byte[] plain = randomBytes(random, 1 + random.nextInt(MAX_BYTES));
            Mem.initCopyIn(plain, 0, block, plain.length);
            int limit = Math.max(plain.length - 4, 0);
            int size = lzf.compress(block, plain.length, block + MAX_BYTES, limit);
            assertTrue(size <= limit, "kept to its limit");
            if (size > 0) {
                assertTrue(Lzf.expand(block + MAX_BYTES, size, block + 2L * MAX_BYTES, plain.length));
                assertArrayEquals(plain, Mem.toBytes(block + 2L * MAX_BYTES, plain.length));
                assertFalse(Lzf.expand(block + MAX_BYTES, size, block + 2L * MAX_BYTES, plain.length - 1));
            }
        }
        Arena.free(block);
    }

    /** What is compressed in pieces is what would have been compressed at once, also at the limit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300_000, 1 << 20, (1 << 20) + 2, (1 << 20) + 3, 2_600_000})
    void piecesMakeTheSame(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] plain = randomBytes(random, length);
        for (int i = length / 2; i < length / 2 + length / 5; i++) {
            plain[i] = (byte) random.nextInt();
        }
        long source = Arena.allocate(MemoryTag.SERVER, length);
        Mem.initCopyIn(plain, 0, source, length);
        long target = Arena.allocate(MemoryTag.SERVER, length + length / 16 + 64L);
        int size = new Lzf().compress(source, length, target, length + length / 16);
        for (int limit : new int[] {length + length / 16, size, size - 1, size / 2}) {
            int expected = new Lzf().compress(source, length, target, limit);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            LongString text = text(source, length);
            try (LzfPieces pieces = new LzfPieces(new Lzf(), MemoryTag.SERVER)) {
                assertEquals(expected, pieces.compressedLength(text, limit));
                assertEquals(expected, pieces.compress(text, limit, (at, bytes) ->
                        got.writeBytes(Mem.toBytes(at, (int) bytes))));
            }
            assertTrue(expected == 0 || Arrays.equals(Mem.toBytes(target, expected), got.toByteArray()));
        }
        Arena.free(source);
        Arena.free(target);
    }

    private static LongString text(long address, int length) {
        return new LongString() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public long piece(long offset, long bytes) {
                assertTrue(offset >= 0 && offset + bytes <= length);
                return address + offset;
            }
        };
    }

    @Test
    void garbageNeverWritesBeyondItsTarget() {
        SplittableRandom random = new SplittableRandom(5);
        long source = Arena.allocate(MemoryTag.SERVER, 64);
        long target = Arena.allocate(MemoryTag.SERVER, 256);
        for (int round = 0; round < 10_000; round++) {
            byte[] garbage = new byte[1 + random.nextInt(64)];
            random.nextBytes(garbage);
            Mem.initCopyIn(garbage, 0, source, garbage.length);
            Mem.initByte(target + 200, (byte) 77);
            Lzf.expand(source, garbage.length, target, 200);
            assertTrue(Mem.getByte(target + 200) == 77);
        }
        Arena.free(source);
        Arena.free(target);
    }

    /** Few letters and repeated stretches, so that there is something to find. */
    private static byte[] randomBytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        int letters = 1 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            boolean repeats = i > 20 && random.nextInt(10) > 0;
            bytes[i] = repeats ? bytes[i - 20] : (byte) random.nextInt(letters);
        }
        return bytes;
    }
}
