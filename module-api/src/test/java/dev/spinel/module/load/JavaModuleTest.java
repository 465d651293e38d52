package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules in Java: what loads, what is refused, and what is left afterwards. */
class JavaModuleTest {
    private static final String FAILED = "-ERR Error loading the extension. Please check the server logs.\r\n";

    @TempDir
    Path directory;

    private final ModuleHarness server = new ModuleHarness();

    @AfterEach
    void close() {
        server.close();
    }

    /** A jar of the class {@code name}, which is a module of that name with these bodies. */
    private String module(String name, String onLoad, String onUnload) throws IOException {
        return JarCompiler.jar(directory, name, source(name, onLoad, onUnload), name);
    }

    private static String source(String name, String onLoad, String onUnload) {
        return """
                import dev.spinel.module.spi.*;
                import java.util.List;
                public final class %1$s implements SpinelModule {
                    @Override public String name() { return "%1$s"; }
                    @Override public int version() { return 7; }
                    @Override public void onLoad(ModuleContext context, List<String> arguments) {
                        %2$s
                    }
                    @Override public void onUnload(ModuleContext context) { %3$s }
                }
                """.formatted(name, onLoad, onUnload);
    }

    private void load(String path, String... arguments) {
        String[] words = new String[3 + arguments.length];
        words[0] = "MODULE";
        words[1] = "LOAD";
        words[2] = path;
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        assertEquals("+OK\r\n", server.run(words), server::log);
    }

    private void unload(String name) {
        assertEquals("+OK\r\n", server.run("MODULE", "UNLOAD", name), server::log);
    }

    @Test
    void aCommandOfAJavaModuleAnswers() throws IOException {
        load(module("greeter", """
                context.commands().add("greet", "readonly fast", (ctx, args) -> {
                    args.requireCount(2);
                    ctx.reply().array(3);
                    ctx.reply().bulk(arguments.getFirst() + ", " + args.text(1));
                    ctx.reply().integer(args.integer(1) * 2);
                    ctx.reply().bulk(new byte[0]);
                });""", ""), "Hello");
        assertEquals("*3\r\n$9\r\nHello, 21\r\n:42\r\n$0\r\n\r\n", server.run("GREET", "21"));
        assertEquals("-ERR value is not an integer or out of range\r\n", server.run("greet", "x"));
        assertEquals("-ERR wrong number of arguments for 'greet' command\r\n", server.run("greet"));
        assertTrue(server.run("MODULE", "LIST").startsWith(
                "*1\r\n*8\r\n$4\r\nname\r\n$7\r\ngreeter\r\n$3\r\nver\r\n:7\r\n$4\r\npath\r\n"));
        assertTrue(server.host().info().startsWith("module:name=greeter,ver=7,api=1,"), server.host().info());
        unload("greeter");
        assertNull(server.engine().engine().commands().find("greet"));
    }

    @Test
    void anExceptionInACommandIsAnswered() throws IOException {
        load(module("thrower", """
                context.commands().add("boom", "", (ctx, args) -> {
                    ctx.reply().array(2);
                    ctx.reply().integer(1);
                    throw new IllegalStateException("no more\\nof it");
                });
                context.commands().add("deep", "", (ctx, args) -> { throw new StackOverflowError(); });""", ""));
        assertEquals("-ERR module 'thrower' failed in command 'boom': java.lang.IllegalStateException: no more\r\n",
                server.run("boom"));
        assertTrue(server.log().contains("<thrower> command 'boom' failed: java.lang.IllegalStateException"));
        assertEquals("-ERR module 'thrower' failed in command 'deep': java.lang.StackOverflowError\r\n",
                server.run("deep"));
        assertEquals("+PONG\r\n", server.run("PING"));
        unload("thrower");
    }

    @Test
    void anExceptionInOnLoadLeavesNothing() throws IOException {
        String path = module("broken", """
                context.commands().add("b.one", "", (ctx, args) -> ctx.reply().ok());
                if (arguments.isEmpty()) throw new IllegalStateException("will not");""", "");
        load(path, "once");
        unload("broken");
        long used = Arena.usedBytes();
        assertEquals(FAILED, server.run("MODULE", "LOAD", path));
        assertEquals(used, Arena.usedBytes());
        assertNull(server.engine().engine().commands().find("b.one"));
        assertTrue(server.log().contains("<broken> onLoad failed: java.lang.IllegalStateException: will not"));
        assertEquals("*0\r\n", server.run("MODULE", "LIST"));
    }

    @Test
    void aModuleMayRefuseToGo() throws IOException {
        load(module("stayer", "", "if (System.getProperty(\"stayer.goes\") == null) throw new RuntimeException(\"no\");"));
        assertEquals("-ERR Error unloading module: operation not possible.\r\n",
                server.run("MODULE", "UNLOAD", "stayer"));
        System.setProperty("stayer.goes", "yes");
        try {
            unload("stayer");
        } finally {
            System.clearProperty("stayer.goes");
        }
    }

    @Test
    void aNameIsLoadedOnce() throws IOException {
        String path = module("once", "", "");
        load(path);
        assertEquals(FAILED, server.run("MODULE", "LOAD", path));
        assertTrue(server.log().contains("Module name 'once' is taken by a loaded module"));
        unload("once");
    }

    @Test
    void whatIsNoModuleIsRefusedByName() throws IOException {
        String without = JarCompiler.jar(directory, "without", source("without", "", ""), null);
        assertEquals(FAILED, server.run("MODULE", "LOAD", without));
        assertTrue(server.log().contains("META-INF/services/dev.spinel.module.spi.SpinelModule must name one class, it "
                + "names 0"), server::log);
        String absent = JarCompiler.jar(directory, "absent", source("absent", "", ""), "no.such.Class");
        assertEquals(FAILED, server.run("MODULE", "LOAD", absent));
        assertTrue(server.log().contains("no.such.Class not found"), server::log);
        Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        assertEquals(FAILED, server.run("MODULE", "LOAD", text.toString()));
        assertTrue(server.log().contains("text.jar failed to load: not a jar"), server::log);
        assertEquals(FAILED, server.run("MODULE", "LOAD", directory.resolve("none.jar").toString()));
        assertTrue(server.log().contains("none.jar failed to load: no such file"), server::log);
    }

    @Test
    void aTakenCommandNameRefusesTheLoad() throws IOException {
        assertEquals(FAILED, server.run("MODULE", "LOAD", module("taker",
                "context.commands().add(\"get\", \"\", (ctx, args) -> ctx.reply().ok());", "")));
        assertTrue(server.log().contains("command 'get' with flags ''"), server::log);
        assertEquals("$-1\r\n", server.run("GET", "k"));
    }
}
