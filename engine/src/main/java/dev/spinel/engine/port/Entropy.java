package dev.spinel.engine.port;

/** Where random bits come from; tests replay them from a seed. */
public interface Entropy {
    long nextLong();

    /** A number in [0, bound). */
    default long nextBelow(long bound) {
        return Math.floorMod(nextLong(), bound);
    }
}
