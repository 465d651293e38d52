package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random patterns over a small alphabet match what the KEYS of a real server says they match. */
class GlobPropertyTest {
    private static final String TEXT_LETTERS = "abc-^]";
    private static final String PATTERN_LETTERS = "aabbc*?[]^-\\";
    private static final int KEYS = 150;
    private static final int PATTERNS = 1500;

    @Test
    void patternsMatchWhatTheyMatchInRedis() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        try (RedisOracle oracle = RedisOracle.open("7.0")) {
            for (int i = 0; i < KEYS; i++) {
                oracle.run("SET", word(random, TEXT_LETTERS, 5), "");
            }
            List<?> keys = oracle.list("KEYS", "*");
            for (int i = 0; i < PATTERNS; i++) {
                String pattern = word(random, PATTERN_LETTERS, 7);
                List<?> matched = oracle.list("KEYS", pattern);
                for (Object key : keys) {
                    boolean ours = Glob.matches(Text.bytes(pattern), Text.bytes((String) key), false);
                    assertEquals(matched.contains(key), ours, pattern + " on " + key);
                }
            }
        }
    }

    private static String word(SplittableRandom random, String letters, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
