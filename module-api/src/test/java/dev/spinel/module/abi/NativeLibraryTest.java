package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.Requirement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before it is loaded, and in which words. */
class NativeLibraryTest {
    private static final Path REDISEARCH = Path.of("/usr/lib/redis/modules/redisearch.so");

    @TempDir
    Path directory;

    @Test
    void missingFilesAreNamed() {
        Path path = directory.resolve("none.so");
        assertEquals("Module " + path + " failed to load: " + path
                + ": cannot open shared object file: No such file or directory", refusal(path));
    }

    @Test
    void filesWithoutExecutePermissionAreRefused() throws Exception {
        Path path = file("plain.so", "rw-r--r--", "whatever");
        assertEquals("Module " + path + " failed to load: It does not have execute permissions.", refusal(path));
    }

    @Test
    void filesThatAreNoLibraryAreRefused() throws Exception {
        Path script = file("script.so", "rwxr-xr-x", "#!/bin/sh\n".repeat(20));
        assertEquals("Module " + script + " failed to load: invalid ELF header", refusal(script));
        Path empty = file("empty.so", "rwxr-xr-x", "");
        assertEquals("Module " + empty + " failed to load: file too short", refusal(empty));
    }

    @Test
    void truncatedLibrariesAreRefusedOrNamedByTheLinker() throws Exception {
        Path whole = compile("int number(void) { return 1; }");
        byte[] content = Files.readAllBytes(whole);
        for (int length : new int[] {64, 100, 500, 5000}) {
            Path path = directory.resolve("cut.so");
            Files.write(path, Arrays.copyOf(content, length));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            String refusal = refusal(path);
            assertTrue(refusal.startsWith("Module " + path + " failed to load: "), refusal);
        }
    }

    @Test
    void executableStacksAreRefused() throws Exception {
        Path path = compile("int number(void) { return 1; }", "-Wl,-z,execstack");
        assertEquals("Module " + path + " failed to load: wants an executable stack; link it with -z noexecstack",
                refusal(path));
    }

    @Test
    void theLinkersReasonNamesTheFileNotItsCopy() throws Exception {
        Path path = compile("extern int nowhere(void); int number(void) { return nowhere(); }");
        assertEquals("Module " + path + " failed to load: " + path + ": undefined symbol: nowhere", refusal(path));
    }

    @Test
    void replacingTheFileDoesNotTouchTheLoadedLibrary() throws Exception {
        Path path = compile("long number(void *unused) { return unused == 0 ? 17 : 0; }");
        try (NativeLibrary library = NativeLibrary.open(path)) {
            Files.write(path, new byte[10]);
            assertEquals(17, Callbacks.longP(library.symbol("number"), 0));
            assertEquals(0, library.symbol("none"));
        }
    }

    @Test
    void aFileLoadedTwiceHasTwoStates() throws Exception {
        Path path = compile("static long count; long next(void *unused) { return unused == 0 ? ++count : 0; }");
        try (NativeLibrary first = NativeLibrary.open(path); NativeLibrary second = NativeLibrary.open(path)) {
            assertEquals(1, Callbacks.longP(first.symbol("next"), 0));
            assertEquals(2, Callbacks.longP(first.symbol("next"), 0));
            assertEquals(1, Callbacks.longP(second.symbol("next"), 0));
        }
    }

    @Test
    void librariesThatLookBesideThemselvesAreLoadedFromWhereTheyLie() throws Exception {
        Path helper = compileAs("libhelper.so", "long help(void) { return 23; }");
        Path path = compile("long help(void); long number(void *unused) { return unused == 0 ? help() : 0; }",
                helper.toString(), "-Wl,-rpath,$ORIGIN");
        try (NativeLibrary library = NativeLibrary.open(path)) {
            assertEquals(23, Callbacks.longP(library.symbol("number"), 0));
        }
    }

    @Test
    void namesThatTheJvmExportsTooAreTheModulesOwn() throws Exception {
        Path path = compile("long help(void) { return 29; } long number(void *unused) { return unused ? 0 : help(); }");
        try (NativeLibrary library = NativeLibrary.open(path)) {
            assertEquals(29, Callbacks.longP(library.symbol("number"), 0));
        }
    }

    @Test
    void otherPlatformsAreRefusedByName() {
        Path path = Path.of("some.so");
        ModuleLoadException refusal = assertThrows(ModuleLoadException.class,
                () -> Platform.check(path, "Linux", "aarch64"));
        assertEquals("Module some.so failed to load: native modules need Linux on x86-64, this is linux on aarch64",
                refusal.getMessage());
    }

    @Test
    void aLargeStrippedLibraryOfADistributionLoadsAndGoes() throws Exception {
        Requirement.of(Files.exists(REDISEARCH), "redisearch.so");
        try (NativeLibrary library = NativeLibrary.open(REDISEARCH)) {
            assertNotEquals(0, library.symbol("RedisModule_OnLoad"));
            LinkMap imports = new LinkMap(library);
            long[] seen = new long[1];
            assertTrue(imports.redirect("exit", real -> seen[0] = real) > 0);
            assertEquals(Libc.address("exit"), seen[0]);
        }
        assertTrue(Files.lines(Path.of("/proc/self/maps")).noneMatch(line -> line.contains("redisearch.so")));
    }

    private static String refusal(Path path) {
        return assertThrows(ModuleLoadException.class, () -> NativeLibrary.open(path)).getMessage();
    }

    private Path file(String name, String permissions, String content) throws Exception {
        Path path = directory.resolve(name);
        Files.writeString(path, content, StandardCharsets.UTF_8);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path compile(String source, String... options) throws Exception {
        return compileAs("library.so", source, options);
    }

    private Path compileAs(String name, String source, String... options) throws Exception {
        CCompiler.assumePresent();
        return CCompiler.compileText(source, directory.resolve(name), options);
    }
}
