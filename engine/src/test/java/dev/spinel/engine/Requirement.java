package dev.spinel.engine;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine beside the JDK. */
public final class Requirement {
    private Requirement() {}

    /** Skips the calling test where something is missing; not so in CI, which installs everything: there it fails. */
    public static void of(boolean isThere, String name) {
        String message = "no " + name + " on this machine";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(isThere, message);
        }
        Assumptions.assumeTrue(isThere, message);
    }
}
