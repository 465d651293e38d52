package dev.spinel.module.spi;

/** Moves memory that belongs to no key. */
@FunctionalInterface
public interface DefragListener {
    /** Moves it, or some of it; whether it wants to go on another time, from {@link Defrag#cursor}. */
    boolean onDefrag(Defrag defrag) throws Exception;
}
