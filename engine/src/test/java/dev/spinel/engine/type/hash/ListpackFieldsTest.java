package dev.spinel.engine.type.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListpackFieldsTest {
    private static final int ROOM_BYTES = 256;

    /** Expiries of the fields in order; what a server never writes is refused. */
    @ParameterizedTest
    @CsvSource({
        "'5', true", "'0', true", "'5 5 9', true", "'5 0 0', true", "'281474976710655 0', true",
        "'9 5', false", "'0 5', false", "'-1', false", "'281474976710656', false", "'5 281474976710656', false"
    })
    void expiriesStandInOrderThoseWithoutOneLast(String expiries, boolean isValid) {
        long lp = Blocks.allocate(MemoryTag.VALUE, ROOM_BYTES);
        Listpack.init(lp);
        int field = 1;
        for (String expiry : expiries.split(" ")) {
            Listpack.appendInteger(lp, field++);
            Listpack.appendInteger(lp, 7);
            Listpack.appendInteger(lp, Long.parseLong(expiry));
        }
        assertEquals(isValid, ListpackFields.isValid(lp));
        Arena.free(lp);
    }
}
