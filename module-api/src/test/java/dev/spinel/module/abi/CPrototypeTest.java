package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CPrototypeTest {
    @Test
    void readsTypesAndNames() {
        CPrototype c = CPrototype.parse("const char *StringPtrLen(const RedisModuleString *str, size_t *len);");
        assertEquals("StringPtrLen", c.name());
        assertEquals(new CType("const char *", CKind.POINTER), c.returns());
        assertEquals(List.of("str", "len"), c.parameters().stream().map(CPrototype.Parameter::name).toList());
        assertEquals("const RedisModuleString *", c.parameters().getFirst().type().text());
        assertFalse(c.isVariadic());
    }

    @Test
    void aStarMayStandAnywhere() {
        assertEquals(new CType("char **", CKind.POINTER), CPrototype.parse("char **List(void)").returns());
        assertEquals(CKind.POINTER, CPrototype.parse("void *  Get( void )").returns().kind());
        assertEquals(List.of(), CPrototype.parse("int None()").parameters());
    }

    @Test
    void numbersKeepTheirWidths() {
        CPrototype c = CPrototype.parse("float Many(int a, unsigned int b, uint32_t c, long d, unsigned long long e, "
                + "size_t f, uint8_t g, double h, float i, mstime_t j, RedisModuleEvent k, long double l)");
        assertEquals(CKind.FLOAT, c.returns().kind());
        assertEquals(List.of(CKind.INT, CKind.INT, CKind.INT, CKind.LONG, CKind.LONG, CKind.LONG, CKind.BYTE,
                CKind.DOUBLE, CKind.FLOAT, CKind.LONG, CKind.EVENT, CKind.LONG_DOUBLE),
                c.parameters().stream().map(p -> p.type().kind()).toList());
    }

    @Test
    void functionPointersArePointers() {
        CPrototype c = CPrototype.parse("int Add(RedisModuleInfoFunc cb, void (*free_pd)(void *, int), int last)");
        assertEquals(List.of("cb", "free_pd", "last"),
                c.parameters().stream().map(CPrototype.Parameter::name).toList());
        assertEquals(CKind.POINTER, c.parameters().get(0).type().kind());
        assertEquals(CKind.POINTER, c.parameters().get(1).type().kind());
        assertEquals("void (*free_pd)(void *, int)", c.parameters().get(1).text());
    }

    @Test
    void dotsMakeItVariadic() {
        CPrototype c = CPrototype.parse("void Log(RedisModuleCtx *ctx, const char *level, const char *fmt, ...)");
        assertTrue(c.isVariadic());
        assertEquals(3, c.parameters().size());
    }

    @Test
    void nonsenseIsNamed() {
        assertWrong("int NoList", "no parameter list");
        assertWrong("word Get(int a)", "unknown C type 'word'");
        assertWrong("int Get(int)", "lacks a type or a name");
        assertWrong("int Get(void nothing, int a)", "is void");
        assertWrong("int Get(..., int a)", "a parameter follows ...");
        assertWrong("int Get(int *)", "no name in");
    }

    private static void assertWrong(String text, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> CPrototype.parse(text)).getMessage();
        assertTrue(message.contains(text) && message.contains(reason), message);
    }

    @Test
    void everyKnownFunctionParses() {
        List<KnownFunctions.Row> rows = KnownFunctions.all();
        assertEquals(389, rows.size());
        for (KnownFunctions.Row row : rows) {
            assertEquals(row.name(), CPrototype.parse(row.c()).name());
        }
        assertEquals(10, rows.stream().filter(row -> CPrototype.parse(row.c()).isVariadic()).count());
    }
}
