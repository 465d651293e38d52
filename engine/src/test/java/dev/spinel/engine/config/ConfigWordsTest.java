package dev.spinel.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfigWordsTest {
    @Test
    void quotesAndEscapes() {
        assertEquals(List.of("a", "b c", "d'e", "\u00ff\n"), ConfigWords.split(" a\t'b c' 'd\\'e' \"\\xff\\n\" "));
        assertEquals(List.of("ab c"), ConfigWords.split("a\"b c\""));
        assertEquals(List.of("x\\q"), ConfigWords.split("x\\q"));
        assertEquals(List.of("\\q'", "xzz", ""), ConfigWords.split("'\\q\\'' \"\\xzz\" \"\""));
        assertEquals(List.of(), ConfigWords.split("   "));
    }

    @Test
    void openQuotesAndTextAfterAQuoteAreRefused() {
        assertNull(ConfigWords.split("\"a"));
        assertNull(ConfigWords.split("'a"));
        assertNull(ConfigWords.split("\"a\"b"));
        assertNull(ConfigWords.split("\"a\\\""));
    }

    @Property
    void quotedWordsSplitBack(@ForAll List<@Size(max = 20) byte[]> words) {
        List<String> texts = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (byte[] word : words) {
            texts.add(new String(word, StandardCharsets.ISO_8859_1));
            line.append(ConfigWords.quote(texts.get(texts.size() - 1))).append(' ');
        }
        assertEquals(texts, ConfigWords.split(line.toString()));
    }

    @Property
    void anyLineSplitsOrIsRefused(@ForAll @CharRange(to = '\u00ff') String line) {
        List<String> words = ConfigWords.split(line);
        assertTrue(words == null || words.size() <= line.length());
    }
}
