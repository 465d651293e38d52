package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.client.Client;
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

    private void unload(String name) {
        assertEquals("+OK\r\n", server.run("MODULE", "UNLOAD", name), server::log);
    }

    @Test
    void aCommandOfAJavaModuleAnswers() throws IOException {
        server.load(module("greeter", """
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
        server.load(module("thrower", """
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
    void aClosedKeyIsNoLongerAnyKey() throws IOException {
        server.load(module("keeper", """
                context.commands().add("late", "", (ctx, args) -> {
                    Key key = ctx.keys().write(args.bytes(1));
                    ListView list = key.list();
                    key.close();
                    try (Key other = ctx.keys().write(args.bytes(2))) {
                        ctx.reply().integer(other.length());
                        list.pushLast(new byte[1]);
                    }
                });""", ""));
        assertEquals("-ERR module 'keeper' failed in command 'late': java.lang.IllegalStateException: the key is closed\r\n",
                server.run("late", "a", "b"));
        assertEquals(":0\r\n", server.run("EXISTS", "a", "b"));
        unload("keeper");
    }

    @Test
    void anExceptionInOnLoadLeavesNothing() throws IOException {
        String path = module("broken", """
                context.newDataType("brokentyp", 0, String.class, new ValueMethods<>() {
                    @Override public void save(String value, ValueWriter out) { }
                    @Override public String load(ValueReader in, int version) { return ""; }
                });
                context.commands().add("b.one", "", (ctx, args) -> ctx.reply().ok());
                context.after(java.time.Duration.ofSeconds(1), ctx -> { });
                context.onKeyEvent(java.util.Set.of(KeyEvent.STRING), (ctx, event, key) -> { });
                throw new IllegalStateException("will not " + arguments);""", "");
        assertEquals(FAILED, server.run("MODULE", "LOAD", path, "1"));
        long used = Arena.usedBytes();
        assertEquals(FAILED, server.run("MODULE", "LOAD", path, "2"));
        assertEquals(used, Arena.usedBytes());
        assertNull(server.engine().engine().commands().find("b.one"));
        assertEquals(Long.MAX_VALUE, server.engine().engine().timers().nextDueMs());
        assertTrue(server.log().contains("<broken> onLoad failed: java.lang.IllegalStateException: will not [1]"));
        assertTrue(server.log().contains("<broken> onLoad failed: java.lang.IllegalStateException: will not [2]"));
        assertEquals("*0\r\n", server.run("MODULE", "LIST"));
    }

    @Test
    void aModuleMayRefuseToGo() throws IOException {
        server.load(module("stayer", "", "if (System.getProperty(\"stayer.goes\") == null) throw new RuntimeException(\"no\");"));
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
        server.load(path);
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

    @Test
    void keysAreReadAndChanged() throws IOException {
        server.load(module("keys", """
                context.commands().add("k.set", "write", 1, 1, 1, (ctx, args) -> {
                    try (Key key = ctx.keys().write(args.bytes(1))) {
                        key.set(args.text(2));
                        key.expireIn(java.time.Duration.ofSeconds(9));
                        ctx.reply().array(3);
                        ctx.reply().bulk(key.text());
                        ctx.reply().simple(key.type() + " " + key.length());
                        ctx.reply().integer(key.expiry().orElseThrow().toSeconds());
                    }
                });
                context.commands().add("k.del", "write", 1, 1, 1, (ctx, args) -> {
                    try (Key key = ctx.keys().write(args.text(1))) {
                        key.delete();
                    }
                    ctx.reply().bool(ctx.keys().exists(args.text(1)));
                });
                context.commands().add("k.bad", "", 1, 1, 1, (ctx, args) -> {
                    try (Key key = ctx.keys().read("none")) {
                        key.delete();
                    }
                });""", ""));
        assertEquals("*3\r\n$5\r\nvalue\r\n+STRING 5\r\n:9\r\n", server.run("k.set", "key", "value"));
        assertEquals("$5\r\nvalue\r\n", server.run("GET", "key"));
        assertEquals(":0\r\n", server.run("k.del", "key"));
        assertTrue(server.run("k.bad", "x").startsWith("-ERR module 'keys' failed in command 'k.bad': "));
        unload("keys");
    }

    @Test
    void commandsAreCalledAndAnswerTrees() throws IOException {
        server.load(module("caller", """
                context.commands().add("c.call", "", (ctx, args) -> {
                    ctx.call("RPUSH", "list", 1, "two");
                    Answer list = ctx.call("LRANGE", "list", 0, -1);
                    ctx.reply().bulk(list.kind() + " " + list.elements().getFirst().integer() + " "
                            + list.elements().getLast().text() + " " + ctx.call("GET", "none").isNil() + " "
                            + ctx.call("nonsense").text());
                });""", ""));
        assertTrue(server.run("c.call").contains("\r\nARRAY 1 two true ERR unknown command 'nonsense'"));
        unload("caller");
    }

    @Test
    void timersFireOnceAndCanBeStopped() throws IOException {
        server.load(module("timers", """
                context.commands().add("t.start", "", (ctx, args) -> {
                    Timer stopped = ctx.after(java.time.Duration.ofMillis(100), c -> c.call("INCR", "stopped"));
                    ctx.after(java.time.Duration.ofMillis(100), c -> c.call("INCR", "fired"));
                    ctx.reply().bool(stopped.stop(ctx));
                });""", ""));
        assertEquals(":1\r\n", server.run("t.start"));
        server.engine().advanceMs(1000);
        assertEquals("$1\r\n1\r\n", server.run("GET", "fired"));
        assertEquals("$-1\r\n", server.run("GET", "stopped"));
        unload("timers");
    }

    @Test
    void blockedClientsAreAnsweredByAStageOrATimeOut() throws Exception {
        server.load(module("blocker", """
                context.commands().add("b.stage", "", (ctx, args) -> ctx.block(
                        java.util.concurrent.CompletableFuture.supplyAsync(() -> "done"), java.time.Duration.ZERO, (c, result) -> c.reply().simple(result), c -> c.reply().nil()));
                context.commands().add("b.fail", "", (ctx, args) -> ctx.block(java.time.Duration.ofSeconds(1),
                        (c, result) -> c.reply().ok(), c -> c.reply().simple("late")).fail(new CommandError("ERR own")));
                context.commands().add("b.wait", "", (ctx, args) -> {
                    BlockedCommand<String> blocked = ctx.block(java.time.Duration.ofSeconds(1),
                            (c, result) -> c.reply().ok(), c -> c.reply().simple("late"));
                    ctx.after(java.time.Duration.ofSeconds(5), c -> blocked.complete("never seen"));
                });""", ""));
        Client client = server.engine().newClient();
        server.engine().run(client, "b.stage");
        server.runNextJob();
        assertEquals("+done\r\n", server.engine().takeReply(client));
        server.engine().run(client, "b.fail");
        server.runNextJob();
        assertEquals("-ERR own\r\n", server.engine().takeReply(client));
        server.engine().run(client, "b.wait");
        server.engine().advanceMs(1100);
        assertEquals("+late\r\n", server.engine().takeReply(client));
        server.engine().advanceMs(6000);
        server.runNextJob();
        unload("blocker");
    }

    @Test
    void listenersHearOfKeys() throws IOException {
        server.load(module("listener", """
                context.onKeyEvent(java.util.Set.of(KeyEvent.STRING), (ctx, event, key) -> {
                    if (event.equals("set")) {
                        ctx.call("RPUSH", "heard", key);
                    } else {
                        throw new IllegalStateException(event);
                    }
                });""", ""));
        server.run("SET", "k", "1");
        assertEquals(":2\r\n", server.run("INCR", "k"));
        assertEquals("*1\r\n$1\r\nk\r\n", server.run("LRANGE", "heard", "0", "-1"));
        assertTrue(server.log().contains("<listener> key event failed: java.lang.IllegalStateException: incrby"),
                server::log);
        unload("listener");
        server.run("SET", "other", "1");
        assertEquals(":1\r\n", server.run("LLEN", "heard"));
    }

    @Test
    void aModuleHasSettingsInfoViewsAndTasks() throws Exception {
        server.load(module("Wide", """
                long[] limit = {0};
                boolean[] isOn = {true};
                context.settings().number("limit", 5, 0, 10, () -> limit[0], value -> {
                    if (value == 7) throw new IllegalArgumentException("seven is taken");
                    limit[0] = value;
                });
                context.settings().flag("on", false, () -> isOn[0], value -> isOn[0] = value);
                context.settings().load();
                context.onInfo(info -> {
                    if (info.section("state")) { info.field("limit", limit[0]); info.field("word", "yes"); }
                });
                Tasks tasks = context.tasks();
                context.commands().add("wide.list", "write", 1, 1, 1, (c, args) -> {
                    try (Key key = c.keys().write(args.bytes(1))) {
                        key.list().pushLast("b".getBytes());
                        key.list().pushFirst("a".getBytes());
                        c.reply().bulk(new String(key.list().get(-1)) + new String(key.list().popFirst()));
                    }
                });
                context.commands().add("wide.set", "write", 1, 1, 1, (c, args) -> {
                    StringBuilder seen = new StringBuilder();
                    try (Key key = c.keys().write(args.bytes(1))) {
                        key.sortedSet().add("one".getBytes(), 1);
                        key.sortedSet().add("two".getBytes(), 2);
                        key.sortedSet().forEach(1, 2, (member, score) -> seen.append(new String(member)).append(score));
                        seen.append(key.sortedSet().score("none".getBytes()).isPresent());
                    }
                    c.reply().bulk(seen.toString());
                });
                context.commands().add("wide.names", "readonly", 0, 0, 0, (c, args) -> {
                    List<String> names = new java.util.ArrayList<>();
                    c.keys().forEach(name -> names.add(new String(name)));
                    java.util.Collections.sort(names);
                    c.reply().bulk(String.join(",", names));
                });
                context.commands().add("wide.later", "write", 0, 0, 0, (c, args) -> {
                    tasks.run(later -> later.call("SET", "late", "done"));
                    c.reply().integer(c.publish("nobody", "text".getBytes()));
                });
                """, ""));
        assertEquals("*4\r\n$10\r\nwide.limit\r\n$1\r\n5\r\n$7\r\nwide.on\r\n$2\r\nno\r\n",
                server.run("CONFIG", "GET", "Wide.*"));
        assertEquals("+OK\r\n", server.run("CONFIG", "SET", "Wide.limit", "9"));
        assertTrue(server.run("CONFIG", "SET", "Wide.limit", "7").contains("seven is taken"));
        assertTrue(server.host().server().infoSections(null, false).contains("Wide_limit:9\r\nWide_word:yes"),
                () -> server.host().server().infoSections(null, false));
        assertEquals("$2\r\nba\r\n", server.run("wide.list", "l"));
        assertEquals("$17\r\none1.0two2.0false\r\n", server.run("wide.set", "z"));
        assertEquals("$3\r\nl,z\r\n", server.run("wide.names"));
        assertEquals(":0\r\n", server.run("wide.later"));
        server.runNextJob();
        assertEquals("$4\r\ndone\r\n", server.run("GET", "late"));
        server.run("FLUSHALL");
        unload("Wide");
    }
}
