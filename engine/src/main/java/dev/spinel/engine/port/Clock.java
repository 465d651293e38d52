package dev.spinel.engine.port;

/** The time. Read once per command and once per tick; virtual in simulations. */
public interface Clock {
    /** Wall clock in microseconds since the epoch. */
    long wallMicros();

    /** A clock that never goes back, in nanoseconds. */
    long nanos();
}
