package dev.spinel.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.Snapshotter.Reload;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.snapshot.DataMutator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Files with wrong bytes end in an error with an offset, or in data that can be used; never in anything else. {@code
 * -Dspinel.fuzz.files} says how many, {@code -Dspinel.fuzz.seed} which.
 */
final class CorruptRdbFuzzTest {
    private static final int ROUNDS = Integer.getInteger("spinel.fuzz.files", Mem.CHECKS ? 50 : 400);
    private static final int HEADER_BYTES = 9;
    private static final Reload FROM_FILE = new Reload(false, true, false);

    @Test
    void mutatedFilesAreRefusedOrLoaded() throws IOException {
        long seed = Long.getLong("spinel.fuzz.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("CONFIG", "SET", "rdbcompression", "no");
            int loaded = 0;
            byte[] whole = null;
            for (int round = 0; round < ROUNDS; round++) {
                if (round % 100 == 0) {
                    whole = freshFile(server, random.nextLong());
                }
                write(server, mutated(whole, random));
                server.takeLogged();
                try {
                    boolean isLoaded = server.snapshotter().reload(FROM_FILE) == null;
                    loaded += isLoaded ? 1 : 0;
                    if (isLoaded) {
                        server.digest();
                        server.run("SAVE");
                    } else {
                        List<String> log = server.takeLogged();
                        assertTrue(log.stream().anyMatch(line -> line.contains("offset")), () -> "no offset: " + log);
                    }
                } catch (RuntimeException | Error failure) {
                    throw new AssertionError("round " + round + " of seed " + seed, failure);
                }
            }
            System.out.println(loaded + " of " + ROUNDS + " mutated files could be loaded, seed " + seed);
            assertTrue(loaded < ROUNDS, "nothing was noticed");
        }
    }

    private static byte[] freshFile(PersistentHarness server, long seed) throws IOException {
        server.run("FLUSHALL");
        server.run("CONFIG", "SET", "rdb-save-version", Long.toString(10 + (seed & 1) * 2));
        DataMutator mutator = new DataMutator(server.engine(), seed);
        do {
            mutator.change(300);
            server.run("DEBUG", "RELOAD", "NOFLUSH", "MERGE");
        } while (!server.run("SAVE").startsWith("+OK") && server.run("CONFIG", "SET", "rdb-save-version", "12") != null);
        try (StoredFile file = server.disk().open("dump.rdb", OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
            while (bytes.hasRemaining() && file.read(bytes) > 0) {
                continue;
            }
            return bytes.array();
        }
    }

    /** A few bytes differ, or the end is missing; the checksum says that there is none. */
    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[bytes.length - 1 - i] = 0;
        }
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(HEADER_BYTES, bytes.length);
            bytes[at] = (byte) switch (random.nextInt(4)) {
                case 0 -> 0xFF;
                case 1 -> bytes[at] ^ 1 << random.nextInt(8);
                default -> random.nextInt();
            };
        }
        if (random.nextInt(10) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        return bytes;
    }

    private static void write(PersistentHarness server, byte[] bytes) throws IOException {
        try (StoredFile file = server.disk().open("dump.rdb", OpenMode.CREATE)) {
            file.writeFully(ByteBuffer.wrap(bytes));
        }
    }
}
