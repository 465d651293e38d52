package dev.spinel.engine.struct.listpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Allocations;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListpackTest {
    /** Dumped by Redis 7.0.15 after RPUSH of these elements. */
    private static final String[] ALL_SIZES = {"", "a", "0", "127", "128", "-1", "4095", "-4096", "4096", "-4097",
        "32767", "-32768", "32768", "8388607", "-8388608", "8388608", "2147483647", "-2147483648", "2147483648",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "-0", "007",
        "+1", "-", "1 "};
    private static final String ALL_SIZES_HEX = "aa0000001c00800181610200017f01c08002dfff02cfff02d00002f1001003"
        + "f1ffef03f1ff7f03f1008003f200800004f2ffff7f04f200008004f30000800005f3ffffff7f05f30000008005f4000000800000"
        + "000009f4ffffffffffffff7f09f4000000000000008009933932323333373230333638353437373538303814942d393232333337"
        + "3230333638353437373538303915822d30038330303704822b3103812d0282312003ff";
    private static final int[] LONG_LENGTHS = {63, 64, 125, 126, 127, 4095, 4096, 16379, 16380, 16381};
    private static final String LONG_SHA256 = "e93048c24f99cce2f418356903925ab341cb86b55899910b4da91fe653acdaa0";

    @Test
    void isByteIdenticalToRedisForEveryEncoding() {
        try (TestListpack listpack = TestListpack.of(ALL_SIZES)) {
            assertEquals(ALL_SIZES_HEX, HexFormat.of().formatHex(listpack.bytes()));
            assertEquals(List.of(ALL_SIZES), listpack.forward());
            assertEquals(List.of(ALL_SIZES).reversed(), listpack.backward());
        }
    }

    @Test
    void isByteIdenticalToRedisForLongStrings() throws Exception {
        try (TestListpack listpack = new TestListpack()) {
            for (int length : LONG_LENGTHS) {
                listpack.append("x".repeat(length));
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(listpack.bytes());
            assertEquals(LONG_SHA256, HexFormat.of().formatHex(digest));
        }
    }

    @Test
    void goldenVectorsOfSmallHashAndSortedSet() {
        try (TestListpack hash = TestListpack.of("f", "v"); TestListpack zset = TestListpack.of("m", "1.5")) {
            assertEquals("0d0000000200816602817602ff", HexFormat.of().formatHex(hash.bytes()));
            assertEquals("0f0000000200816d0283312e3504ff", HexFormat.of().formatHex(zset.bytes()));
        }
    }

    @Test
    void anEmptyListpackHasNoElements() {
        try (TestListpack listpack = new TestListpack()) {
            assertEquals(0, Listpack.count(listpack.address()));
            assertEquals(Listpack.NONE, Listpack.first(listpack.address()));
            assertEquals(Listpack.NONE, Listpack.last(listpack.address()));
            assertEquals(Listpack.NONE, Listpack.seek(listpack.address(), 0));
            assertEquals(Listpack.NONE, Listpack.seek(listpack.address(), -1));
            assertEquals(-1, listpack.indexOf("a", 0, 0));
        }
    }

    @Test
    void seekCountsFromBothEnds() {
        try (TestListpack listpack = TestListpack.of("a", "1", "b", "1000", "c")) {
            String[] expected = {"a", "1", "b", "1000", "c"};
            for (int i = 0; i < 5; i++) {
                assertEquals(expected[i], listpack.text(Listpack.seek(listpack.address(), i)));
                assertEquals(expected[i], listpack.text(Listpack.seek(listpack.address(), i - 5)));
            }
            assertEquals(Listpack.NONE, Listpack.seek(listpack.address(), 5));
            assertEquals(Listpack.NONE, Listpack.seek(listpack.address(), -6));
        }
    }

    @Test
    void findSkipsValues() {
        try (TestListpack listpack = TestListpack.of("f1", "f2", "f2", "7", "7", "x", "f3", "f3")) {
            assertEquals(2, listpack.indexOf("f2", 0, 1));
            assertEquals(1, listpack.indexOf("f2", 0, 0));
            assertEquals(4, listpack.indexOf("7", 0, 1));
            assertEquals(3, listpack.indexOf("7", 0, 0));
            assertEquals(6, listpack.indexOf("f3", 0, 1));
            assertEquals(-1, listpack.indexOf("x", 0, 1));
            assertEquals(6, listpack.indexOf("f3", 0, 2));
        }
    }

    @Test
    void countIsUnknownAbove65534AndWalks() {
        long block = Arena.allocate(MemoryTag.VALUE, 7 + 2 * 65_600);
        Listpack.init(block);
        for (int i = 0; i < 65_534; i++) {
            Listpack.appendInteger(block, i & 127);
        }
        assertEquals(65_534, Mem.getUnsignedShort(block + 4));
        for (int i = 0; i < 10; i++) {
            Listpack.appendInteger(block, 5);
        }
        assertEquals(65_535, Mem.getUnsignedShort(block + 4));
        assertEquals(65_544, Listpack.count(block));
        assertEquals(5, Listpack.integer(block, Listpack.seek(block, 65_543)));
        assertEquals(Listpack.NONE, Listpack.seek(block, 65_544));
        assertEquals(0, Listpack.integer(block, Listpack.seek(block, -65_544)));
        Listpack.deleteRange(block, Listpack.first(block), 100);
        assertEquals(65_535, Mem.getUnsignedShort(block + 4));
        assertEquals(65_444, Listpack.count(block));
        assertEquals(65_444, Mem.getUnsignedShort(block + 4));
        Arena.free(block);
    }

    @Test
    void readerComparesAsText() {
        try (TestListpack listpack = TestListpack.of("12", "ab", "012")) {
            ListpackReader reader = new ListpackReader();
            int[] offsets = {Listpack.seek(listpack.address(), 0), Listpack.seek(listpack.address(), 1),
                Listpack.seek(listpack.address(), 2)};
            String[] texts = {"12", "ab", "012", "1", "abc", ""};
            for (int i = 0; i < offsets.length; i++) {
                reader.read(listpack.address(), offsets[i]);
                assertEquals(texts[i].length(), reader.textLength());
                for (String text : texts) {
                    boolean expected = text.equals(texts[i]);
                    assertEquals(expected, reader.isText(listpack.texts.at(text), text.length()));
                    assertEquals(expected,
                        Listpack.isText(listpack.address(), offsets[i], listpack.texts.at(text), text.length()));
                }
            }
        }
    }

    @Test
    void everyDamagedByteIsHarmlessToTheValidator() {
        try (TestListpack listpack = TestListpack.of(ALL_SIZES)) {
            byte[] good = listpack.bytes();
            long block = Arena.allocate(MemoryTag.VALUE, good.length);
            int refused = 0;
            for (int i = 0; i < good.length; i++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] bad = good.clone();
                    bad[i] ^= (byte) (1 << bit);
                    Mem.initCopyIn(bad, 0, block, bad.length);
                    refused += Listpack.isValid(block, bad.length, true) ? 0 : 1;
                }
            }
            assertTrue(refused > good.length * 2, "refused " + refused);
            for (int length = 0; length < good.length; length++) {
                assertFalse(Listpack.isValid(listpack.address(), length, true));
            }
            Mem.initCopyIn(good, 0, block, good.length);
            assertTrue(Listpack.isValid(block, good.length, true));
            Arena.free(block);
        }
    }

    @Test
    void mergingKeepsOrderAndCount() {
        try (TestListpack left = TestListpack.of("a", "1"); TestListpack right = TestListpack.of("b", "2", "c")) {
            left.appendAll(right);
            assertEquals(Arrays.asList("a", "1", "b", "2", "c"), left.forward());
            right.prependAll(left);
            assertEquals(Arrays.asList("a", "1", "b", "2", "c", "b", "2", "c"), right.forward());
            assertEquals(8, Listpack.count(right.address()));
            assertArrayEquals(right.bytes(), right.bytes());
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        long block = Arena.allocate(MemoryTag.VALUE, 100_000);
        try (TestListpack words = TestListpack.of("hello", "4711")) {
            ListpackReader reader = new ListpackReader();
            long text = words.texts.at("hello");
            Allocations.assertNone(() -> {
                Listpack.init(block);
                for (int i = 0; i < 1_000; i++) {
                    Listpack.appendString(block, text, 5);
                    Listpack.prependInteger(block, i);
                }
                for (int i = 0; i < 1_000; i++) {
                    reader.read(block, Listpack.seek(block, -1 - (i & 7)));
                    Listpack.find(block, Listpack.first(block), text, 4, 1);
                    Listpack.delete(block, Listpack.first(block));
                }
            });
        }
        Arena.free(block);
    }
}
