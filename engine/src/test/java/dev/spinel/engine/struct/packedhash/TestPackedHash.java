package dev.spinel.engine.struct.packedhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.spinel.engine.struct.Texts;
import dev.spinel.engine.struct.table.SipHash;
import java.util.HashMap;
import java.util.Map;

/** A packed hash driven with texts. */
final class TestPackedHash implements AutoCloseable {
    final Texts texts = new Texts();
    final PackedHashCursor cursor = new PackedHashCursor();
    final PackedHash hash = new PackedHash(new SipHash(3, 4));

    TestPackedHash() {
        hash.open(PackedHash.create());
    }

    boolean put(String field, String value) {
        return hash.put(texts.at(field), field.length(), texts.at(value), value.length());
    }

    boolean remove(String field) {
        return hash.remove(texts.at(field), field.length());
    }

    boolean find(String field) {
        return hash.find(cursor, texts.at(field), field.length());
    }

    String get(String field) {
        return find(field) ? value() : null;
    }

    String field() {
        return Texts.read(cursor.fieldAddress(), cursor.fieldLength());
    }

    String value() {
        return Texts.read(cursor.valueAddress(), cursor.valueLength());
    }

    Map<String, String> all() {
        Map<String, String> all = new HashMap<>();
        hash.begin(cursor);
        while (hash.next(cursor)) {
            assertNull(all.put(field(), value()));
        }
        assertEquals(all.size(), hash.count());
        return all;
    }

    Map<String, Long> expiries() {
        Map<String, Long> all = new HashMap<>();
        hash.begin(cursor);
        while (hash.nextExpiring(cursor)) {
            assertNull(all.put(field(), cursor.expiry()));
        }
        assertEquals(all.size(), hash.expiringCount());
        return all;
    }

    @Override
    public void close() {
        PackedHash.free(hash.root());
        texts.close();
    }
}
