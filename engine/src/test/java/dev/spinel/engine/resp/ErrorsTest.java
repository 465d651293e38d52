package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static final String UNKNOWN = "ERR unknown command '";

    @Test
    void everyConstantStartsWithACodeAndIsOneLine() throws ReflectiveOperationException {
        for (Field field : Errors.class.getFields()) {
            String text = latin((byte[]) field.get(null));
            assertEquals(text.split(" ", 2)[0].toUpperCase(Locale.ROOT), text.split(" ", 2)[0]);
            assertFalse(text.contains("\r") || text.contains("\n") || text.startsWith("-"), field.getName());
        }
    }

    @Test
    void unknownCommandQuotesNameAndArguments() {
        assertEquals(UNKNOWN + "foo', with args beginning with: ", unknown("foo"));
        assertEquals(UNKNOWN + "foo', with args beginning with: 'b' '' ", unknown("foo", "b", ""));
    }

    @Test
    void unknownCommandStopsArgumentsAt128Bytes() {
        String fifty = "a".repeat(50);
        assertEquals(UNKNOWN + "foo', with args beginning with: '" + fifty + "' '" + fifty + "' '" + "a".repeat(22)
            + "' ", unknown("foo", fifty, fifty, fifty, fifty));
        assertEquals(UNKNOWN + "foo', with args beginning with: '" + "a".repeat(124) + "' 'b' ",
            unknown("foo", "a".repeat(124), "bcd", "c"));
        assertEquals(UNKNOWN + "x".repeat(128) + "', with args beginning with: 'q' ", unknown("x".repeat(130), "q"));
    }

    @Test
    void unknownCommandKeepsToOneLineAndStopsAtNul() {
        assertEquals(UNKNOWN + "f  oo', with args beginning with: 'b  c' 'bar' 'd' ",
            unknown("f\r\noo", "b\r\nc", "bar\0baz", "d"));
    }

    @Test
    void unknownSubcommandNamesTheContainerInUpperCase() {
        assertEquals("ERR unknown subcommand 'xx" + "y".repeat(126) + "'. Try CONFIG HELP.",
            latin(Errors.unknownSubcommand(new HeapArgs("config", "xx" + "y".repeat(140)))));
    }

    @Test
    void arityNamesTheSubcommand() {
        assertEquals("ERR wrong number of arguments for 'config|get' command",
            latin(Errors.wrongArity("config|get")));
    }

    private static String unknown(String... args) {
        return latin(Errors.unknownCommand(new HeapArgs(args)));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Arguments kept as Java strings; they have no address. */
    private record HeapArgs(String... values) implements ArgSource {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public long address(int index) {
            throw new UnsupportedOperationException("heap arguments have no address");
        }

        @Override
        public int length(int index) {
            return values[index].length();
        }

        @Override
        public byte[] bytes(int index) {
            return values[index].getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
