package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading files of commands, good ones and others. */
final class AofReaderTest {
    private static final int MUTATIONS = Integer.getInteger("spinel.aof.mutations", 5_000);

    private final SimulatedDisk disk = new SimulatedDisk();

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Items of a file as {@code offset word word …}, annotations with their mark; the last line tells how it ended. */
    private List<String> read(byte[] content) throws IOException {
        long before = Arena.usedBytes();
        disk.put("f", content);
        List<String> items = new ArrayList<>();
        try (StoredFile file = disk.open("f", OpenMode.READ); AofReader reader = new AofReader(file)) {
            AofReader.Item item = reader.next();
            while (item == AofReader.Item.COMMAND || item == AofReader.Item.ANNOTATION) {
                assertTrue(reader.end() > reader.start(), "every item moves on");
                StringBuilder text = new StringBuilder().append(reader.start());
                if (item == AofReader.Item.ANNOTATION) {
                    text.append(" #").append(reader.annotation());
                }
                for (int i = 0; i < reader.args().count(); i++) {
                    text.append(' ').append(reader.args().text(i));
                }
                items.add(text.toString());
                item = reader.next();
            }
            items.add(item == AofReader.Item.END ? "END " + reader.end() : item + " " + reader.problemOffset() + " "
                    + reader.problem());
        }
        assertEquals(before, Arena.usedBytes(), "nothing leaks");
        return items;
    }

    @Test
    void commandsAndAnnotationsAreReadWithTheirOffsets() throws IOException {
        assertEquals(List.of("0 #TS:17", "8 SET k ", "34 PING", "END 48"),
                read(bytes("#TS:17~*3~$3~SET~$1~k~$0~~*1~$4~PING~")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *1~$4~PI       | SHORT 6 Unexpected end of file
            *2~$4~PING~    | SHORT 14 Unexpected end of file
            *              | SHORT 0 Unexpected end of file
            *1~$99999999999~PING~ | SHORT 4 Unexpected end of file
            *1~$4~PINGx~   | MALFORMED 12 Expected \\r\\n, got: 780d
            !              | MALFORMED 0 Expected prefix '*', got: '!'
            *1~+4~PING~    | MALFORMED 4 Expected prefix '$', got: '+'
            *-1~           | MALFORMED 0 Expected a length after '*'
            *0~            | MALFORMED 0 Expected at least one argument
            *x~            | MALFORMED 0 Expected a length after '*'
            """)
    void whatMakesNoSenseIsNamedWithItsOffset(String text, String problem) throws IOException {
        List<String> items = read(bytes(text));
        String[] expected = problem.split(" ", 3);
        String[] actual = items.getLast().split(" ", 3);
        assertEquals(expected[0], actual[0]);
        assertEquals(expected[2], actual[2]);
    }

    @Test
    void wordsLargerThanTheBufferAreRead() throws IOException {
        String large = "x".repeat(3_000_000);
        List<String> items = read(bytes("*1~$4~PING~*2~$4~ECHO~$" + large.length() + "~" + large + "~*1~$4~PING~"));
        assertEquals("14 ECHO " + large, items.get(1));
        assertEquals(3, items.size() - 1);
    }

    /** However a good file is changed, it ends, and names an offset inside the file. */
    @Test
    void mutatedFilesNeverHang() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder good = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            good.append("*3~$3~SET~$").append(("key" + i).length()).append("~key").append(i).append("~$5~value~");
        }
        byte[] content = bytes(good.toString());
        int clean = 0;
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutated = content.clone();
            int length = random.nextInt(3) == 0 ? random.nextInt(content.length) : content.length;
            for (int change = random.nextInt(4); change > 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            List<String> items = read(Arrays.copyOf(mutated, length));
            String[] end = items.getLast().split(" ");
            long offset = Long.parseLong(end[1]);
            assertTrue(offset >= 0 && offset <= length, items.getLast());
            clean += end[0].equals("END") ? 1 : 0;
        }
        assertTrue(clean > 0 && clean < MUTATIONS, "some files are good, some are not");
    }
}
