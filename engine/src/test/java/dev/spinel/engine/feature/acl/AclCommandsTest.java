package dev.spinel.engine.feature.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.AclCategory;
import dev.spinel.engine.command.CommandFacts;
import dev.spinel.engine.command.CommandFlag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AclCommandsTest {
    private EngineHarness harness;
    private Client alice;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
        alice = harness.newClient();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void alice(String... rules) {
        String error = harness.engine().acl().set("alice", List.of(rules));
        assertNull(error);
        assertEquals("+OK\r\n", harness.run(alice, "AUTH", "alice", "any"));
    }

    private void allowed(String... words) {
        String reply = harness.run(alice, words);
        assertFalse(reply.startsWith("-NOPERM"), reply);
    }

    private void refused(String text, String... words) {
        assertEquals("-NOPERM " + text + "\r\n", harness.run(alice, words));
    }

    @Test
    void aUserStartsWithoutAnyRight() {
        alice("on", "nopass");
        refused("User alice has no permissions to run the 'get' command", "GET", "k");
        assertEquals("$7\r\ndefault\r\n", harness.run("ACL", "WHOAMI"));
    }

    @Test
    void commandsSubcommandsCategoriesAndFirstArguments() {
        alice("on", "nopass", "allkeys", "+@string", "-append", "+config|get", "+select|0");
        allowed("SET", "k", "v");
        allowed("CONFIG", "GET", "port");
        allowed("SELECT", "0");
        refused("User alice has no permissions to run the 'append' command", "APPEND", "k", "v");
        refused("User alice has no permissions to run the 'config|set' command", "CONFIG", "SET", "port", "1");
        refused("User alice has no permissions to run the 'select' command", "SELECT", "1");
    }

    @Test
    void keysMayBeReadableOrWritableOnly() {
        alice("on", "nopass", "+@all", "%R~r:*", "%W~w:*", "~b:*");
        allowed("GET", "r:1");
        allowed("SET", "w:1", "v");
        allowed("COPY", "r:1", "w:1");
        allowed("GETSET", "b:1", "v");
        refused("No permissions to access a key", "SET", "r:1", "v");
        refused("No permissions to access a key", "GET", "w:1");
        refused("No permissions to access a key", "SET", "w:1", "v", "GET");
        refused("No permissions to access a key", "MGET", "r:1", "other");
    }

    @Test
    void aCallNeedsOneSelectorThatAllowsAllOfIt() {
        alice("on", "nopass", "+set", "~a*", "(+get ~b*)");
        allowed("SET", "a1", "v");
        allowed("GET", "b1");
        refused("No permissions to access a key", "GET", "a1");
        assertEquals("user alice on nopass sanitize-payload ~a* resetchannels -@all +set "
                + "(~b* resetchannels -@all +get)", "user " + harness.engine().acl().lines().get(0));
    }

    @Test
    void channelsMatchPatternsAndPatternsMatchToTheLetter() {
        alice("on", "nopass", "+@all", "&news:*");
        allowed("PUBLISH", "news:1", "m");
        refused("No permissions to access a channel", "PUBLISH", "other", "m");
        refused("No permissions to access a channel", "PSUBSCRIBE", "news:1*");
        allowed("PSUBSCRIBE", "news:*");
    }

    @Test
    void rulesThatAreMadePointlessAreForgotten() {
        alice("on", "nopass", "+@all", "-get", "+get", "-config|get", "-config", "+@read");
        assertEquals("+@all +get -config +@read", harness.engine().acl().user("alice").selectors().get(0).commands()
                .describe());
    }

    @Test
    void aWrongRuleChangesNothing() {
        alice("on", "nopass", "+get", "~*");
        assertEquals("-ERR Error in ACL SETUSER modifier '+nothing': Unknown command or category name in ACL\r\n",
                harness.run("ACL", "SETUSER", "alice", "-get", "+nothing"));
        assertEquals("-ERR Error in ACL SETUSER modifier '%~x': Syntax error\r\n",
                harness.run("ACL", "SETUSER", "bob", "%~x"));
        assertEquals("-ERR Unmatched parenthesis in acl selector starting at '(+get'.\r\n",
                harness.run("ACL", "SETUSER", "bob", "(+get", "~x"));
        allowed("GET", "k");
        assertEquals("$-1\r\n", harness.run("ACL", "GETUSER", "bob"));
    }

    @Test
    void passwordsAreHashedAndDisabledUsersStayOut() {
        harness.run("ACL", "SETUSER", "bob", "on", ">secret");
        assertTrue(harness.run("ACL", "LIST")
                .contains("#2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"));
        assertEquals("+OK\r\n", harness.run(alice, "AUTH", "bob", "secret"));
        assertTrue(harness.run(alice, "AUTH", "bob", "wrong").startsWith("-WRONGPASS"));
        harness.run("ACL", "SETUSER", "bob", "off");
        assertTrue(harness.run(alice, "AUTH", "bob", "secret").startsWith("-WRONGPASS"));
        assertTrue(harness.run("ACL", "LOG").contains("auth"));
    }

    @Test
    void aTransactionIsCheckedAgainWhenItRuns() {
        alice("on", "nopass", "+@all", "~*", "&*");
        harness.run(alice, "MULTI");
        harness.run(alice, "SET", "k", "v");
        harness.run("ACL", "SETUSER", "alice", "-set");
        assertTrue(harness.run(alice, "EXEC").startsWith("*1\r\n-NOPERM ACLs rules changed between the moment"));
        assertTrue(harness.run("ACL", "LOG").contains("multi"));
    }

    @Test
    void equalRefusalsAreOneEntry() {
        alice("on", "nopass");
        harness.run(alice, "GET", "a");
        harness.run(alice, "GET", "b");
        harness.run(alice, "SET", "b", "c");
        String log = harness.run("ACL", "LOG");
        assertTrue(log.startsWith("*2\r\n"), log);
        assertEquals(3, harness.engine().acl().log().count(Denial.COMMAND));
        assertEquals("+OK\r\n", harness.run("ACL", "LOG", "RESET"));
        assertEquals("*0\r\n", harness.run("ACL", "LOG"));
    }

    @Test
    void dryRunTellsWithoutRunning() {
        alice("on", "nopass", "+set", "~a");
        assertEquals("+OK\r\n", harness.run("ACL", "DRYRUN", "alice", "SET", "a", "v"));
        assertEquals("$51\r\nUser alice has no permissions to access the 'b' key\r\n",
                harness.run("ACL", "DRYRUN", "alice", "SET", "b", "v"));
        assertEquals("-ERR User 'bob' not found\r\n", harness.run("ACL", "DRYRUN", "bob", "GET", "a"));
    }

    @Test
    void aFileIsTakenWholeOrNotAtAll() {
        Acl acl = harness.engine().acl();
        AclLoader loader = new AclLoader(acl);
        AclLoader.Result good = loader.parse("f", "user alice on nopass +@all ~*\n\nuser bob off (+get ~b)\n");
        assertNull(good.errors());
        assertEquals(2, good.users().size());
        AclLoader.Result bad = loader.parse("f", "user alice on +nope\nusr bob\n");
        assertEquals("f:1: Error in applying operation '+nope': Unknown command or category name in ACL. "
                + "f:2 should start with user keyword followed by the username. "
                + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed",
                bad.errors());
    }

    @Test
    void sortByPatternNeedsAllKeys() {
        alice("on", "nopass", "+@all", "~l");
        assertTrue(harness.run(alice, "SORT", "l", "BY", "w_*").startsWith("-ERR BY option of SORT denied"));
        assertTrue(harness.run(alice, "SORT", "l", "GET", "w_*").startsWith("-ERR GET option of SORT denied"));
    }

    @Test
    void theDefaultUserCannotGo() {
        assertEquals("-ERR The 'default' user cannot be removed\r\n", harness.run("ACL", "DELUSER", "default"));
        assertEquals(":0\r\n", harness.run("ACL", "DELUSER", "nobody"));
    }

    @Test
    void commandsThatComeLaterFollowTheRules() {
        alice("on", "nopass", "+@all", "-@dangerous", "~*", "&*");
        add("mod.safe", AclCategory.READ);
        add("mod.danger", AclCategory.DANGEROUS);
        allowed("mod.safe");
        refused("User alice has no permissions to run the 'mod.danger' command", "mod.danger");
    }

    private void add(String name, long categories) {
        harness.engine().commands().add(
                new CommandFacts(name, "module", 1, CommandFlag.MODULE, categories, null, null, List.of()),
                null, call -> call.reply().ok());
    }
}
