package dev.spinel.engine.port;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Where random bits come from; tests replay them from a seed. */
public interface Entropy extends RandomGenerator {
    /** A name nobody else has: 40 hexadecimal digits, as those of runs and of replication streams. */
    default String nextId() {
        byte[] bytes = new byte[20];
        nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
