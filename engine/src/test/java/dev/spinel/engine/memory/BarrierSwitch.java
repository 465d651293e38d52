package dev.spinel.engine.memory;

/** Turns the write barrier of a running snapshot off, so that a test can show that it would notice. */
public final class BarrierSwitch {
    private BarrierSwitch() {}

    public static void off() {
        Barrier.on = false;
    }
}
