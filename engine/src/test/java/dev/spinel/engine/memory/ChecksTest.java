package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks are a constant of the process, so each mistake is made in a process of its own. */
class ChecksTest {
    @Test
    void correctWorkPasses() throws IOException, InterruptedException {
        assertEquals("unnoticed", run("nothing"));
    }

    @ParameterizedTest
    @CsvSource({
        "read past the end, across the end of a block",
        "read across the end, across the end of a block",
        "write before the start, in no live block",
        "write outside the arena, outside the arena",
        "use after free, in a freed block",
        "free twice, freed twice",
        "foreign overrun, red zone overwritten",
        "foreign write after free, written after free",
        "initialise what a snapshot wants, without barrier",
    })
    void aMistakeIsReportedWithItsPlace(String mistake, String report) throws IOException, InterruptedException {
        String output = run(mistake);
        assertTrue(output.contains(report), output);
        assertTrue(output.contains("0x"), output);
    }

    private static String run(String mistake) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-Xint",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                        "-Dspinel.check=true", "-cp", System.getProperty("java.class.path"),
                        CheckedProgram.class.getName(), mistake)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
