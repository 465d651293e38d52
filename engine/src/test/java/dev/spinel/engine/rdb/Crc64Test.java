package dev.spinel.engine.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.struct.Texts;
import org.junit.jupiter.api.Test;

class Crc64Test {
    private static final String TEXT = "123456789, and a tail longer than eight bytes";

    @Test
    void checkValueOfTheAlgorithm() {
        try (Texts texts = new Texts()) {
            assertEquals(0xe9c6d914c4b8d9caL, Crc64.update(0, texts.at("123456789"), 9));
        }
    }

    @Test
    void piecesAddUpToTheWhole() {
        try (Texts texts = new Texts()) {
            long address = texts.at(TEXT);
            long whole = Crc64.update(0, address, TEXT.length());
            for (int split = 0; split <= TEXT.length(); split++) {
                long first = Crc64.update(0, address, split);
                assertEquals(whole, Crc64.update(first, address + split, TEXT.length() - split));
            }
        }
    }
}
