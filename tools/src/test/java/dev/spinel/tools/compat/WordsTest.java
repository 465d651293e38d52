package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAreSplitAtSpacesAndQuotesKeepThem() {
        assertEquals(List.of("SET", "a key", "v"), Words.split("  SET 'a key'   \"v\" "));
        assertEquals(List.of("", ""), Words.split("\"\" ''"));
    }

    @Test
    void escapesSpellAnyByte() {
        assertEquals(List.of("\u0000\u00ff\r\n\t\u0007\b\"\\"), Words.split("\"\\x00\\xff\\r\\n\\t\\a\\b\\\"\\\\\""));
        assertEquals(List.of("it's \\n"), Words.split("'it\\'s \\n'"));
    }

    @Test
    void modifiersMayHoldQuotedValues() {
        assertEquals(List.of("@mask=a b", "GET"), Words.split("@mask=\"a b\" GET"));
    }

    @Test
    void quoteIsReadBackBySplit() {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 256; c++) every.append(c);
        assertEquals(List.of(every.toString()), Words.split(Words.quote(every.toString())));
    }

    @Test
    void openQuotesFail() {
        assertThrows(IllegalArgumentException.class, () -> Words.split("SET \"a"));
        assertThrows(IllegalArgumentException.class, () -> Words.split("SET 'a"));
    }
}
