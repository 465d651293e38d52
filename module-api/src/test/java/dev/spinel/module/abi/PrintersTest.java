package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.module.api.MemoryApi;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The C header and the coverage table. */
class PrintersTest {
    private static final FunctionCatalog CATALOG = FunctionCatalog.scan(MemoryApi.class);

    @TempDir
    Path directory;

    /** Offsets printed by a C compiler from the header that modules use today. */
    @Test
    void structsLieInMemoryAsModulesExpect() throws Exception {
        CCompiler.assumePresent();
        Path source = directory.resolve("layout.c");
        try (var in = getClass().getResourceAsStream("layout.c")) {
            Files.write(source, in.readAllBytes());
        }
        CCompiler.writeHeader(CATALOG, directory);
        CCompiler.compileText(Files.readString(source), directory.resolve("layout.so"), "-I" + directory);
    }

    @Test
    void everyKnownPrototypeIsDeclarableWithTheTypesOfTheHeader() throws Exception {
        CCompiler.assumePresent();
        CCompiler.writeHeader(CATALOG, directory);
        String all = KnownFunctions.all().stream().map(row -> row.c() + ";\n").collect(Collectors.joining());
        CCompiler.compileText("#include \"redismodule.h\"\n" + all, directory.resolve("all.so"), "-I" + directory);
    }

    @Test
    void severalFilesOfAModuleShareThePointers() throws Exception {
        CCompiler.assumePresent();
        CCompiler.writeHeader(CATALOG, directory);
        CCompiler.compileText("#include \"redismodule.h\"\nint size = sizeof(RedisModuleTypeMethods);\n",
                directory.resolve("two.so"), "-I" + directory, "-DREDISMODULE_API=extern");
    }

    @Test
    void coverageCountsWhatIsThere() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        CoveragePrinter.print(FunctionCatalog.scan(Known.class, FunctionCatalogTest.Good.class),
                new PrintStream(text, true, StandardCharsets.UTF_8));
        List<String> lines = text.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.contains("implemented        4.0    Alloc"), lines.toString());
        assertTrue(lines.contains("missing            7.2    ReplyWithErrorFormat"));
        assertEquals("1 of 389 implemented, 0 stand-alone answers, 388 missing, 3 of our own", lines.getLast());
    }

    /** One function that modules know. */
    public static final class Known {
        private Known() {}

        @ModuleFunction(since = "4.0", c = "void *Alloc(size_t bytes)")
        public static long alloc(long bytes) {
            return 0;
        }
    }
}
