package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the system says of a thread that made way. */
final class SideThreadTest {
    /** Behind the name in {@code stat}, which is field 2: nice is field 19, the policy field 41. */
    private static final int NICE = 19 - 3;
    private static final int POLICY = 41 - 3;
    private static final Path SELF = Path.of("/proc/thread-self/stat");

    private static String told() {
        try {
            String line = Files.readString(SELF);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return "policy " + fields[POLICY] + " nice " + fields[NICE];
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aSideThreadIsABatchThreadOfLowerPriorityAndNobodyElse() throws InterruptedException {
        Assumptions.assumeTrue(Files.exists(SELF), "Linux only");
        String before = told();
        Assumptions.assumeTrue(before.equals("policy 0 nice 0"), "the tests themselves run at another priority");
        AtomicReference<String> side = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            SideThread.enter();
            side.set(told());
        });
        thread.start();
        thread.join();
        assertEquals("policy 3 nice 5", side.get());
        assertEquals(before, told());
    }
}
