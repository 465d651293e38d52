package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MODULE RELOAD: the code is another one, the data the same; or nothing happened. */
class ReloadTest {
    private static final int WITHOUT_TYPE = 0;
    private static final int WITHOUT_LOAD = 3;
    private static final int WITHOUT_READING = 4;
    private static final int WITH_OTHER_NAME = 5;

    @TempDir
    Path directory;

    private final ModuleHarness server = new ModuleHarness();

    @BeforeEach
    void compiler() {
        CCompiler.assumePresent();
    }

    /** A module with a type cannot be unloaded, but exchanged for one without. */
    @AfterEach
    void close() throws Exception {
        server.run("FLUSHALL");
        assertEquals("+OK\r\n", server.run("MODULE", "RELOAD", "renewed", build(WITHOUT_TYPE)), server::log);
        assertEquals("+OK\r\n", server.run("MODULE", "UNLOAD", "renewed"), server::log);
        server.close();
    }

    private String build(int version) throws Exception {
        Path home = Files.createDirectories(directory.resolve("v" + version));
        return CCompiler.compile(ReloadTest.class, "renewed.c", ModuleApi.catalog(), home, "-DVERSION=" + version)
                .toString();
    }

    private void loadFirst() throws Exception {
        assertEquals("+OK\r\n", server.run("MODULE", "LOAD", build(1), "argument"), server::log);
        for (int i = 0; i < 100; i++) {
            assertEquals("+OK\r\n", server.run("renewed.set", "k" + i, "value " + i));
        }
        server.run("SELECT", "3");
        assertEquals("+OK\r\n", server.run("renewed.set", "k", "elsewhere"));
        assertEquals(":1\r\n", server.run("EXPIRE", "k", "100"));
        server.run("SELECT", "0");
        server.run("CONFIG", "SET", "renewed.limit", "7");
    }

    private void assertData() {
        for (int i = 0; i < 100; i++) {
            String value = "value " + i;
            assertEquals("$" + value.length() + "\r\n" + value + "\r\n", server.run("renewed.get", "k" + i));
        }
        server.run("SELECT", "3");
        assertEquals("$9\r\nelsewhere\r\n", server.run("renewed.get", "k"));
        assertEquals(":100\r\n", server.run("TTL", "k"));
        assertEquals("+renewedtp\r\n", server.run("TYPE", "k"));
        server.run("SELECT", "0");
        assertEquals("*2\r\n$13\r\nrenewed.limit\r\n$1\r\n7\r\n", server.run("CONFIG", "GET", "renewed.limit"));
    }

    private void assertVersion(int version) {
        assertEquals(":" + version + "\r\n", server.run("renewed.version"));
    }

    @Test
    void theNewCodeTakesOverTheData() throws Exception {
        loadFirst();
        assertEquals("+OK\r\n", server.run("MODULE", "RELOAD", "renewed", build(2)), server::log);
        assertVersion(2);
        assertData();
        assertTrue(server.run("MODULE", "LIST").contains("argument"));
    }

    @Test
    void theSameFileIsReadAgain() throws Exception {
        loadFirst();
        Files.copy(Path.of(build(2)), directory.resolve("v1/renewed.so"), StandardCopyOption.REPLACE_EXISTING);
        assertVersion(1);
        assertEquals("+OK\r\n", server.run("MODULE", "RELOAD", "renewed"), server::log);
        assertVersion(2);
        assertData();
    }

    @Test
    void codeThatDoesNotLoadChangesNothing() throws Exception {
        loadFirst();
        assertRefused("its code cannot be loaded.", build(WITHOUT_LOAD));
        assertRefused("its code cannot be loaded.", build(2), "too", "many");
        assertRefused("its code cannot be loaded.", directory.resolve("absent.so").toString());
    }

    @Test
    void codeThatCannotReadTheDataChangesNothing() throws Exception {
        loadFirst();
        assertRefused("that the responsible module is not able to load", build(WITHOUT_READING));
    }

    @Test
    void anotherModuleIsNoNewVersion() throws Exception {
        loadFirst();
        assertRefused("it calls itself 'other'.", build(WITH_OTHER_NAME));
    }

    private void assertRefused(String reason, String... words) {
        String[] command = new String[3 + words.length];
        command[0] = "MODULE";
        command[1] = "RELOAD";
        command[2] = "renewed";
        System.arraycopy(words, 0, command, 3, words.length);
        String reply = server.run(command);
        assertTrue(reply.startsWith("-ERR Error reloading module: ") && reply.contains(reason), reply);
        assertVersion(1);
        assertData();
    }

    @Test
    void theFullListTellsWhatRuns() throws Exception {
        loadFirst();
        String path = build(1);
        byte[] content = Files.readAllBytes(Path.of(path));
        Files.delete(Path.of(path));
        String list = server.run("MODULE", "LIST", "FULL");
        assertTrue(list.contains("$5\r\nbytes\r\n:" + content.length + "\r\n"), list);
        assertTrue(list.contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))), list);
        assertEquals("-ERR wrong number of arguments for 'module|list' command\r\n",
            server.run("MODULE", "LIST", "HALF"));
    }

    @Test
    void modulesInJavaAreExchangedToo() throws Exception {
        server.run("MODULE", "LOAD", build(WITHOUT_TYPE));
        String path = jar("first");
        assertEquals("+OK\r\n", server.run("MODULE", "LOAD", path), server::log);
        assertEquals("+OK\r\n", server.run("jar.set", "k", "v"), server::log);
        assertEquals("+first\r\n", server.run("jar.version"));
        jar("second");
        assertEquals("+first\r\n", server.run("jar.version"));
        assertEquals("+OK\r\n", server.run("MODULE", "RELOAD", "Renewal"), server::log);
        assertEquals("+second\r\n", server.run("jar.version"));
        assertEquals("$1\r\nv\r\n", server.run("jar.get", "k"));
        jar("broken");
        assertTrue(server.run("MODULE", "RELOAD", "Renewal").contains("its code cannot be loaded."));
        assertEquals("+second\r\n", server.run("jar.version"));
        assertEquals("$1\r\nv\r\n", server.run("jar.get", "k"));
        server.run("FLUSHALL");
        jar("typeless");
        assertEquals("+OK\r\n", server.run("MODULE", "RELOAD", "Renewal"), server::log);
        assertEquals("+OK\r\n", server.run("MODULE", "UNLOAD", "Renewal"), server::log);
    }

    private String jar(String version) throws IOException {
        return JarCompiler.jar(directory, "Renewal", """
                import dev.spinel.module.spi.*;
                import java.util.List;
                public final class Renewal implements SpinelModule {
                    private static final String VERSION = "%s";
                    private DataType<String> type;
                    @Override public String name() { return "Renewal"; }
                    @Override public void onLoad(ModuleContext context, List<String> arguments) {
                        if (VERSION.equals("broken")) throw new IllegalStateException("not this one");
                        context.commands().add("jar.version", "readonly", 0, 0, 0,
                                (c, args) -> c.reply().simple(VERSION));
                        if (VERSION.equals("typeless")) return;
                        type = context.newDataType("jarjarjar", 0, String.class, new Methods());
                        context.commands().add("jar.set", "write", 1, 1, 1, (c, args) -> {
                            try (Key key = c.keys().write(args.bytes(1))) { key.setValue(type, args.text(2)); }
                            c.reply().simple("OK");
                        });
                        context.commands().add("jar.get", "readonly", 1, 1, 1, (c, args) -> {
                            try (Key key = c.keys().read(args.bytes(1))) { c.reply().bulk(key.value(type)); }
                        });
                    }
                    private static final class Methods implements ValueMethods<String> {
                        @Override public void save(String value, ValueWriter out) { out.bytes(value.getBytes()); }
                        @Override public String load(ValueReader in, int version) { return new String(in.bytes()); }
                    }
                }
                """.formatted(version), "Renewal");
    }
}
