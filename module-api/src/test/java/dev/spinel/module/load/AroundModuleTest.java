package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.StillConnection;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.ReplicationListener;
import dev.spinel.module.load.CompiledModule.Language;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What modules are told of the server, and tell it, each scenario once: of a module in C and of its twin in Java. */
class AroundModuleTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";

    /** A module that offers a function, and uses those whose names it is loaded with. */
    private static final String SHARER = """
            import dev.spinel.module.spi.*;
            import java.lang.foreign.*;
            import java.lang.invoke.*;
            import java.util.List;

            public final class Sharer implements SpinelModule {
                private static final FunctionDescriptor NUMBER =
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

                @Override public String name() { return "sharer"; }
                @Override public int version() { return 1; }
                @Override public void onLoad(ModuleContext context, List<String> arguments) throws Exception {
                    Linker linker = Linker.nativeLinker();
                    context.share("thrice-in-java", linker.upcallStub(MethodHandles.lookup().findStatic(Sharer.class,
                            "thrice", MethodType.methodType(long.class, long.class)), NUMBER, Arena.global()));
                    for (String name : arguments) {
                        use(context, linker.downcallHandle(context.shared(name).orElseThrow(), NUMBER));
                    }
                }
                private static void use(ModuleContext context, MethodHandle function) {
                    context.commands().add("sharer.use", "", (ctx, args) -> {
                        try {
                            ctx.reply().integer((long) function.invokeExact(args.integer(1)));
                        } catch (Throwable failure) {
                            throw new IllegalStateException(failure);
                        }
                    });
                }
                static long thrice(long number) { return 3 * number; }
            }
            """;

    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("around.c", "Around");

    private final ModuleHarness harness = MODULE.newServer();

    private void expect(String reply, String... words) {
        assertEquals(reply, harness.run(words), () -> String.join(" ", words) + "\n" + harness.log());
    }

    private void expectHeard(String text) {
        expect("$" + text.length() + "\r\n" + text + "\r\n", "ar.heard");
    }

    @AfterEach
    void unload() {
        harness.run("AUTH", "default", "any");
        harness.run("FLUSHALL");
        expect(OK, "MODULE", "UNLOAD", "around");
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfTheServerHaveTheirData(Language language) {
        MODULE.load(language);
        harness.run("ar.heard");
        expect(OK, "SWAPDB", "0", "3");
        expect(OK, "FLUSHDB");
        expect(OK, "FLUSHALL");
        expectHeard("swap 0 3; flush start 0; flush end 0; flush start -1; flush end -1");
        expect(OK, "CONFIG", "SET", "hz", "20", "maxmemory-samples", "7");
        expectHeard("hz; maxmemory-samples");
        harness.run("SET", "key", "value");
        harness.run("SET", "key", "other value");
        harness.run("DEL", "key");
        expectHeard("removal 3 of 5; removal 0 of 11; del key");
    }

    @ParameterizedTest
    @EnumSource
    void modulesAreToldWhetherAFlushIsAsync(Language language) {
        MODULE.load(language);
        harness.run("ar.heard");
        expect(OK, "FLUSHDB", "ASYNC");
        expect(OK, "FLUSHALL", "ASYNC");
        expect(OK, "FLUSHALL", "SYNC");
        expectHeard("flush start 0 async; flush end 0 async; flush start -1 async; flush end -1 async; "
                + "flush start -1; flush end -1");
    }

    @ParameterizedTest
    @EnumSource
    void modulesReadWhatInfoSays(Language language) {
        MODULE.load(language);
        expect("*2\r\n$10\r\nstandalone\r\n$-1\r\n", "ar.info", "server", "redis_mode");
        expect("*2\r\n$1\r\n0\r\n:0\r\n", "ar.info", "replication", "connected_slaves");
        expect("*2\r\n$-1\r\n$-1\r\n", "ar.info", "server", "nonsense");
    }

    @ParameterizedTest
    @EnumSource
    void modulesReadAndChangeSettings(Language language) {
        MODULE.load(language);
        expect("*4\r\n:1\r\n$2\r\n10\r\n:10\r\n$-1\r\n", "ar.setting", "hz");
        expect("*4\r\n:0\r\n$2\r\nno\r\n$-1\r\n:0\r\n", "ar.setting", "appendonly");
        expect("*4\r\n:3\r\n$10\r\nnoeviction\r\n$-1\r\n$-1\r\n", "ar.setting", "maxmemory-policy");
        expect(NIL, "ar.setting", "nonsense");
        expect(OK, "ar.change", "hz", "20");
        expect("*2\r\n$2\r\nhz\r\n$2\r\n20\r\n", "CONFIG", "GET", "hz");
        expect("-ERR argument couldn't be parsed into an integer\r\n", "ar.change", "hz", "many");
        expect("*1\r\n$2\r\nhz\r\n", "ar.names", "h[z]");
    }

    @ParameterizedTest
    @EnumSource
    void modulesAskForSlotsStatesAndClients(Language language) {
        MODULE.load(language);
        expect("*6\r\n:12182\r\n$3\r\nOR4\r\n:1\r\n:0\r\n:0\r\n:0\r\n", "ar.slot", "foo");
        expect("*4\r\n:1\r\n:0\r\n:0\r\n:0\r\n", "ar.states");
        harness.run("MULTI");
        harness.run("ar.states");
        expect("*1\r\n*4\r\n:1\r\n:0\r\n:1\r\n:0\r\n", "EXEC");
        Client named = harness.engine().engine().connect(new StillConnection("127.0.0.9:4000"));
        assertEquals("*3\r\n:0\r\n$0\r\n\r\n$7\r\ndefault\r\n", harness.engine().run(named, "ar.client"));
        harness.engine().run(named, "SELECT", "2");
        harness.engine().run(named, "CLIENT", "SETNAME", "me");
        assertEquals("*3\r\n:2\r\n$2\r\nme\r\n$7\r\ndefault\r\n", harness.engine().run(named, "ar.client"));
        harness.engine().engine().disconnect(named);
        expect(NIL, "ar.client", "999999");
    }

    @ParameterizedTest
    @EnumSource
    void modulesAnswerInBothVersions(Language language) {
        MODULE.load(language);
        expect("*4\r\n$4\r\ntext\r\n$20\r\n12345678901234567890\r\n*-1\r\n*2\r\n$3\r\nkey\r\n*1\r\n:1\r\n",
                "ar.reply");
        harness.run("HELLO", "3");
        expect("*4\r\n=8\r\nmkd:text\r\n(12345678901234567890\r\n_\r\n%1\r\n$3\r\nkey\r\n~1\r\n#t\r\n",
                "ar.reply");
        harness.run("HELLO", "2");
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfNoKeyIsMovedInSeveralTurns(Language language) {
        MODULE.load(language);
        harness.run("CONFIG", "SET", "activedefrag", "yes");
        harness.run("ar.heard");
        harness.engine().engine().cron();
        expectHeard("moved some");
        harness.engine().engine().cron();
        expectHeard("moved the rest");
    }

    @ParameterizedTest
    @EnumSource
    void whoeverBecomesPrimaryHasAnEmptyPrimary(Language language) {
        MODULE.load(language);
        harness.run("ar.heard");
        ReplicationListener listener = harness.engine().engine().replicationListener();
        listener.onRole(new ReplicationListener.Role("::1", 6380, "a".repeat(40), "0".repeat(40), 12, -1));
        listener.onRole(new ReplicationListener.Role(null, 0, "b".repeat(40), "a".repeat(40), 14, 15));
        expectHeard("role replica host '::1' port 6380 id " + "a".repeat(40) + " offset 12; role primary host '' port 0 id "
                + "b".repeat(40) + " offset 14");
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfKeysAreHeardAndTold(Language language) {
        MODULE.load(language);
        harness.run("ar.heard");
        expect(OK, "ar.notify", "key");
        expect(":0\r\n", "DEL", "key");
        expectHeard("waved key");
    }

    @ParameterizedTest
    @EnumSource
    void modulesKnowWhoClientsAre(Language language) {
        MODULE.load(language);
        harness.run("ACL", "SETUSER", "reader", "on", ">secret", "+@all");
        expect(OK, "AUTH", "reader", "in");
        expect("$6\r\nreader\r\n", "ar.box", "who");
        expect("-ERR go away\r\n", "AUTH", "reader", "out");
        expect("-ERR the user does not exist or is switched off\r\n", "AUTH", "nobody", "in");
        expect("-WRONGPASS invalid username-password pair or user is disabled.\r\n", "AUTH", "reader", "wrong");
        expect(OK, "AUTH", "reader", "secret");
        expect(":0\r\n", "ar.become", "nobody");
        expect(":1\r\n", "ar.become", "default");
        expect("$7\r\ndefault\r\n", "ar.box", "who");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsUnknownWaitsUntilTheModuleKnows(Language language) throws InterruptedException {
        MODULE.load(language);
        expect("", "AUTH", "somebody", "later");
        String decided = harness.engine().run(harness.engine().newClient(), "ar.decide");
        assertEquals(OK, decided, harness::log);
        harness.runNextJob();
        assertEquals(OK, harness.engine().takeReply(harness.engine().client()), harness::log);
        expect("$5\r\nguest\r\n", "ar.box", "who");
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForAModuleIsToldThatTheServerFollowsAnother(Language language) throws InterruptedException {
        MODULE.load(language);
        Client waiting = harness.engine().engine().connect(new StillConnection("127.0.0.9:4000"));
        assertEquals("", harness.engine().run(waiting, "AUTH", "somebody", "later"));
        expect(OK, "REPLICAOF", "127.0.0.9", "7000");
        assertTrue(harness.engine().takeReply(waiting).startsWith("-UNBLOCKED force unblock"), harness::log);
        expect(OK, "REPLICAOF", "NO", "ONE");
        expect(OK, "ar.decide");
        harness.runNextJob();
        assertEquals("", harness.engine().takeReply(waiting));
        harness.engine().engine().disconnect(waiting);
    }

    @ParameterizedTest
    @EnumSource
    void commandsAreDescribed(Language language) {
        MODULE.load(language);
        String info = harness.run("COMMAND", "INFO", "ar.described");
        assertTrue(info.contains(":-4\r\n"), info);
        assertTrue(info.contains("nondeterministic_output\r\n$16\r\nrequest_policy:x"), info);
        assertTrue(info.contains("$5\r\nnotes\r\n$11\r\nall of them"), info);
        String docs = harness.run("COMMAND", "DOCS", "ar.described");
        assertTrue(docs.contains("$7\r\nsummary\r\n$6\r\nTells."), docs);
        assertTrue(docs.contains("$3\r\n1.1\r\n$12\r\nKnows LIMIT."), docs);
        assertTrue(docs.contains("$5\r\ntoken\r\n$5\r\nLIMIT"), docs);
        expect("*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n", "COMMAND", "GETKEYS", "ar.described", "a", "b", "c");
        assertTrue(harness.run("ACL", "CAT", "connection").contains("ar.box|who"));
        expect("-ERR unknown subcommand 'x'. Try AR.BOX HELP.\r\n", "ar.box", "x");
    }

    /** What one of them tells of its command, the other tells, too. */
    @Test
    void bothDescribeTheSame() {
        MODULE.load(Language.C);
        String info = harness.run("COMMAND", "INFO", "ar.described", "ar.box");
        String docs = harness.run("COMMAND", "DOCS", "ar.described", "ar.box");
        expect(OK, "MODULE", "UNLOAD", "around");
        MODULE.load(Language.JAVA);
        expect(info, "COMMAND", "INFO", "ar.described", "ar.box");
        expect(docs, "COMMAND", "DOCS", "ar.described", "ar.box");
    }

    @ParameterizedTest
    @EnumSource
    void settingsMayBeSetsOfWordsHiddenOrForEver(Language language) {
        MODULE.load(language);
        expect(OK, "CONFIG", "SET", "around.colors", "blue dark-green");
        expect("*2\r\n$13\r\naround.colors\r\n$15\r\ndark-green blue\r\n", "CONFIG", "GET", "around.colors");
        assertTrue(harness.run("CONFIG", "SET", "around.colors", "pink").startsWith("-ERR CONFIG SET failed"));
        expect("-ERR CONFIG SET failed (possibly related to argument 'around.level') - can't set immutable config\r\n",
                "CONFIG", "SET", "around.level", "4");
        expect("*2\r\n$12\r\naround.level\r\n$1\r\n3\r\n", "CONFIG", "GET", "around.lev*");
        expect("*0\r\n", "CONFIG", "GET", "around.pat*");
        expect("*2\r\n$15\r\naround.patience\r\n$1\r\n7\r\n", "CONFIG", "GET", "around.patience");
    }

    @ParameterizedTest
    @EnumSource
    void functionsAreSharedWithinALanguage(Language language) {
        MODULE.load(language);
        String name = language == Language.C ? "twice-in-c" : "twice-in-java";
        expect(":42\r\n", "ar.shared", name, "21");
        expect(NIL, "ar.shared", "nothing", "21");
    }

    @Test
    void javaUsesAFunctionOfC() throws IOException {
        MODULE.load(Language.C);
        harness.load(sharer(), "twice-in-c");
        expect(":42\r\n", "sharer.use", "21");
        assertTrue(harness.run("MODULE", "UNLOAD", "around").startsWith("-ERR Error unloading module"));
        expect(OK, "MODULE", "UNLOAD", "sharer");
    }

    @Test
    void cUsesAFunctionOfJava() throws IOException {
        MODULE.load(Language.C);
        harness.load(sharer());
        expect(":63\r\n", "ar.shared", "thrice-in-java", "21");
        assertTrue(harness.run("MODULE", "UNLOAD", "sharer").startsWith("-ERR Error unloading module"));
    }

    private static String sharer() throws IOException {
        return JarCompiler.jar(MODULE.directory(), "Sharer", SHARER, "Sharer");
    }

    @ParameterizedTest
    @EnumSource
    void sectionsOfInfo(Language language) {
        MODULE.load(language);
        String info = harness.host().server().infoSections(null, false);
        assertTrue(info.contains("# around_moods\r\naround_level:3\r\n"), info);
        assertTrue(info.contains("around_share:0.5"), info);
        assertTrue(info.contains("around_color:red\r\n"), info);
    }

    @ParameterizedTest
    @EnumSource
    void timersRing(Language language) {
        MODULE.load(language);
        harness.run("ar.heard");
        expect(OK, "ar.ring", "50");
        harness.engine().advanceMs(49);
        expectHeard("");
        harness.engine().advanceMs(2);
        expectHeard("rang");
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreCounted(Language language) {
        MODULE.load(language);
        expect(":0\r\n", "ar.publish", "channel", "text");
    }
}
