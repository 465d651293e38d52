package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GlobTest {
    private static boolean matches(String pattern, String text) {
        return Glob.matches(Text.bytes(pattern), Text.bytes(text), false);
    }

    @Test
    void starsAreBoundedAsInRedis() {
        String text = "a".repeat(2_000);
        assertTrue(matches("*?".repeat(1_000), text));
        assertFalse(matches("*?".repeat(1_001), text));
        assertTrue(matches("*?".repeat(1_000) + "*", text));
        assertTrue(matches("*".repeat(5_000), text));
    }
}
