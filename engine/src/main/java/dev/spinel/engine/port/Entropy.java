package dev.spinel.engine.port;

import java.util.random.RandomGenerator;

/** Where random bits come from; tests replay them from a seed. */
public interface Entropy extends RandomGenerator {}
