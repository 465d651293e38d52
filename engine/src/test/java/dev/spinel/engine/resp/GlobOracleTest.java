package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Patterns made of nothing but special characters, matched here and by a real server. */
class GlobOracleTest {
    private static final String PATTERN_LETTERS = "ab-]^[\\\\*?";
    private static final String TEXT_LETTERS = "ab-]^[\\";
    private static final int ROUNDS = 2000;
    private static final long SEED = 7;

    @Test
    void patternsMatchWhatTheyMatchInRedis() throws IOException {
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        try (RedisOracle redis = RedisOracle.open("7.0")) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                keys.add(word(random, TEXT_LETTERS, 4));
                redis.run("SET", keys.get(i), "");
            }
            for (int i = 0; i < ROUNDS; i++) {
                compare(redis, word(random, PATTERN_LETTERS, 7), keys, wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void compare(RedisOracle redis, String pattern, List<String> keys, List<String> wrong)
            throws IOException {
        List<?> matched = redis.list("KEYS", pattern);
        for (String key : keys) {
            boolean matches = Glob.matches(Errors.bytes(pattern), Errors.bytes(key), false);
            if (matches != matched.contains(key)) wrong.add(pattern + " " + key + " " + matches);
        }
    }

    private static String word(Random random, String letters, int maxLength) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(maxLength) + 1; i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
