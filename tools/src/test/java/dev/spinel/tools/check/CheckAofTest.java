package dev.spinel.tools.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker of append-only logs, as a command. */
final class CheckAofTest {
    private static final String SET = "*3~$3~SET~$1~a~$1~1~";

    @TempDir
    private Path directory;
    private int exitCode;

    private String check(String input, String... args) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CheckAof checker = new CheckAof(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                new PrintStream(printed, true, StandardCharsets.ISO_8859_1));
        exitCode = checker.run(List.of(args));
        return printed.toString(StandardCharsets.ISO_8859_1);
    }

    private String write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content.replace("~", "\r\n"), StandardCharsets.ISO_8859_1);
        return file.toString();
    }

    private String manifest(String base, String increment) throws IOException {
        write("b", base);
        write("i", increment);
        return write("m", "file b seq 1 type b\nfile i seq 1 type i\n");
    }

    @Test
    void aWholeLogIsValid() throws IOException {
        assertEquals("""
                Start checking Multi Part AOF
                Start to check BASE AOF (RESP format).
                AOF analyzed: filename=b, size=27, ok_up_to=27, ok_up_to_line=8, diff=0
                BASE AOF b is valid
                Start to check INCR files.
                AOF analyzed: filename=i, size=35, ok_up_to=35, ok_up_to_line=8, diff=0
                INCR AOF i is valid
                All AOF files and manifest are valid
                """, check("", manifest(SET, "#TS:17~" + SET)));
        assertEquals(0, exitCode);
    }

    @Test
    void aCutTailIsFixedWhenSomebodyAgrees() throws IOException {
        String file = write("a", SET + "*1~$5~MULTI~" + SET + "*2~$3~DE");
        String printed = check("", file);
        assertTrue(printed.contains("size=79, ok_up_to=27, ") && printed.contains(", diff=52"), printed);
        assertEquals(1, exitCode);
        assertTrue(check("n\n", "--fix", file).endsWith("Continue? [y/N]: Aborting...\n"));
        assertEquals(1, exitCode);
        assertTrue(check("y\n", "--fix", file).contains("Successfully truncated AOF " + file));
        assertEquals(0, exitCode);
        assertEquals(27, Files.size(Path.of(file)));
    }

    @Test
    void onlyTheLastFileIsFixed() throws IOException {
        String printed = check("y\n", "--fix", manifest(SET + "!", SET));
        assertTrue(printed.contains("AOF b format error\n"), printed);
        assertTrue(printed.contains("Failed to truncate AOF b because it is not the last file"), printed);
        assertEquals(1, exitCode);
    }

    @Test
    void aLogIsCutAtATime() throws IOException {
        String file = write("a", "#TS:10~" + SET + "#TS:20~" + SET);
        assertTrue(check("", "--truncate-to-timestamp", "20", file).contains("Truncate nothing in AOF"));
        assertTrue(check("", "--truncate-to-timestamp", "15", file).contains("Successfully truncated AOF " + file
                + " to timestamp 15"));
        assertEquals(35, Files.size(Path.of(file)));
        assertTrue(check("", "--truncate-to-timestamp", "9", file).contains("has nothing before timestamp 9"));
        assertEquals(1, exitCode);
    }

    @Test
    void nonsenseIsRefused() throws IOException {
        check("");
        assertEquals(1, exitCode);
        assertTrue(check("", directory.resolve("none").toString()).contains("No such file or directory"));
        assertTrue(check("", write("m", "file a seq 1 type x\n")).contains("Unknown AOF file type"));
        assertTrue(check("", write("r", "REDIS0011nonsense")).contains("RDB preamble of AOF file is not sane, aborting."));
        assertEquals(1, exitCode);
    }
}
