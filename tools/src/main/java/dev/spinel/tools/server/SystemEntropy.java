package dev.spinel.tools.server;

import dev.spinel.engine.port.Entropy;
import java.util.random.RandomGenerator;

/** Random bits: a fast generator seeded by the operating system. */
public final class SystemEntropy implements Entropy {
    private final RandomGenerator generator =
            RandomGenerator.of("Xoroshiro128PlusPlus");

    @Override
    public long nextLong() {
        return generator.nextLong();
    }
}
