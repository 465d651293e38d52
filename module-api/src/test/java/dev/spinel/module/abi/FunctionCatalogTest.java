package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Declarations are checked when they are scanned, so a mistake never waits for a module to call it. */
class FunctionCatalogTest {
    @Test
    void functionsAreFoundByName() {
        FunctionCatalog catalog = FunctionCatalog.scan(Good.class);
        assertEquals(List.of("First", "Second", "_Hidden"),
                catalog.functions().stream().map(FunctionDeclaration::name).toList());
        assertEquals(1, catalog.indexOf("Second"));
        assertEquals(-1, catalog.indexOf("second"));
        assertTrue(catalog.functions().get(1).setsErrno());
    }

    @Test
    void wrongDeclarationsAreNamed() {
        assertWrong(OtherName.class, "OtherName.get: the method's name differs from the C name Put");
        assertWrong(FewParameters.class, "FewParameters.put: Java parameters do not match the C prototype [int b]");
        assertWrong(WrongWidth.class, "WrongWidth.put: Java parameters do not match the C prototype [size_t size]");
        assertWrong(WrongResult.class, "WrongResult.put: Java result int does not match C size_t");
        assertWrong(NoList.class, "NoList.put: Java parameters do not match the C prototype [long, the va_list]");
        assertWrong(Private.class, "Private.put: a module function is a public static method of a public class");
        assertWrong(Crowded.class, "Crowded.put: too many integer parameters beside ..., an event or a long double");
        assertWrong(TextOfBytes.class, "TextOfBytes.put: Java parameters do not match the C prototype [void *bytes]");
    }

    @Test
    void aNameIsDeclaredOnce() {
        String message = assertThrows(IllegalArgumentException.class, () -> FunctionCatalog.scan(Good.class,
                Again.class)).getMessage();
        assertTrue(message.startsWith("First is declared twice"), message);
    }

    private static void assertWrong(Class<?> type, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> FunctionCatalog.scan(type))
                .getMessage());
    }

    /** Declarations that fit. */
    public static final class Good {
        private Good() {}

        @ModuleFunction(since = "4.0", c = "int First(void)")
        public static int first() {
            return 1;
        }

        @ModuleFunction(since = "4.0", errno = true, c = "void Second(const char *name, int flag)")
        public static void second(ModuleInstance caller, String name, boolean flag) {}

        @ModuleFunction(since = "4.0", c = "void _Hidden(void *any)")
        public static void hidden(long any) {}

        public static void undeclared() {}
    }

    /** See the name. */
    public static final class Again {
        private Again() {}

        @ModuleFunction(since = "4.0", c = "int First(void)")
        public static int first() {
            return 2;
        }
    }

    /** See the name. */
    public static final class OtherName {
        private OtherName() {}

        @ModuleFunction(since = "4.0", c = "void Put(int a)")
        public static void get(int a) {}
    }

    /** See the name. */
    public static final class FewParameters {
        private FewParameters() {}

        @ModuleFunction(since = "4.0", c = "void Put(int a, int b)")
        public static void put(int a) {}
    }

    /** See the name. */
    public static final class WrongWidth {
        private WrongWidth() {}

        @ModuleFunction(since = "4.0", c = "void Put(size_t size)")
        public static void put(int size) {}
    }

    /** See the name. */
    public static final class WrongResult {
        private WrongResult() {}

        @ModuleFunction(since = "4.0", c = "size_t Put(void)")
        public static int put() {
            return 0;
        }
    }

    /** See the name. */
    public static final class NoList {
        private NoList() {}

        @ModuleFunction(since = "4.0", c = "void Put(int a, ...)")
        public static void put(int a) {}
    }

    /** See the name. */
    public static final class Private {
        private Private() {}

        @ModuleFunction(since = "4.0", c = "void Put(void)")
        static void put() {}
    }

    /** See the name. */
    public static final class Crowded {
        private Crowded() {}

        @ModuleFunction(since = "4.0", c = "void Put(long a, long b, long c, long d, long e, long f, ...)")
        public static void put(long a, long b, long c, long d, long e, long f, long list) {}
    }

    /** See the name. */
    public static final class TextOfBytes {
        private TextOfBytes() {}

        @ModuleFunction(since = "4.0", c = "void Put(void *bytes)")
        public static void put(String bytes) {}
    }
}
