package dev.spinel.engine.type.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on fields that expire, as a listpack and as a table: replies, events and what is repeated. */
class HashExpiryCommandsTest {
    private static final long NOW = EngineHarness.START_MS;

    private final EngineHarness harness = new EngineHarness();
    private final Recorder recorder = Recorder.of(harness.engine());

    @BeforeEach
    void onlyLazily() {
        harness.engine().activeExpiry(false);
    }

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" ")).replace("\r\n", " ").trim();
    }

    /** The fields a, b, c with the values 1, 2, 3. */
    private void make(boolean asTable) {
        harness.engine().hashes().limits(asTable ? 1 : 512, 64);
        run("HSET k a 1 b 2 c 3");
        forget();
    }

    private void forget() {
        recorder.events();
        recorder.journal();
    }

    private void expectEvents(String... events) {
        assertEquals(List.of(events), recorder.events());
    }

    private void expectJournal(String... lines) {
        assertEquals(List.of(lines), recorder.journal());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsSetIsRepeatedAsHpexpireat(boolean asTable) {
        make(asTable);
        assertEquals("*3 :1 :-2 :1", run("HEXPIRE k 10 FIELDS 3 a x b"));
        expectEvents("hexpire k");
        expectJournal("HPEXPIREAT k " + (NOW + 10_000) + " FIELDS 2 a b");
        assertEquals(asTable ? "$9 hashtable" : "$10 listpackex", run("OBJECT ENCODING k"));
        assertEquals("*3 :10 :-1 :-2", run("HTTL k FIELDS 3 a c x"));
        assertEquals("*1 :10000", run("HPTTL k FIELDS 1 b"));
        assertEquals("*1 :" + (NOW + 10_000), run("HPEXPIRETIME k FIELDS 1 b"));
        assertEquals("*1 :" + (NOW / 1000 + 10), run("HEXPIRETIME k FIELDS 1 b"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conditionsAreRepeatedToo(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 100 FIELDS 1 a");
        forget();
        assertEquals("*3 :0 :1 :1", run("HPEXPIRE k 200 NX FIELDS 3 a b c"));
        expectJournal("HPEXPIREAT k " + (NOW + 200) + " NX FIELDS 2 b c");
        forget();
        assertEquals("*2 :0 :0", run("HPEXPIRE k 50 GT FIELDS 2 a b"));
        expectEvents();
        expectJournal();
        assertEquals("*2 :1 :0", run("HPEXPIRE k 150 GT FIELDS 2 a b"));
        assertEquals("*2 :0 :1", run("HPEXPIRE k 150 LT FIELDS 2 a b"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTimeThatIsOverRemovesTheFields(boolean asTable) {
        make(asTable);
        assertEquals("*2 :2 :-2", run("HPEXPIREAT k 1 FIELDS 2 a x"));
        expectEvents("hdel k");
        expectJournal("HDEL k a");
        forget();
        assertEquals("*2 :2 :2", run("HEXPIRE k 0 FIELDS 2 b c"));
        expectEvents("hdel k", "del k");
        expectJournal("multi", "HDEL k b", "HDEL k c", "exec");
        assertEquals(":0", run("EXISTS k"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readersRemoveWhatTheyMeet(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 5 FIELDS 2 a b");
        forget();
        harness.advanceMs(6);
        assertEquals(":3", run("HLEN k"));
        assertEquals("*2 $1 c $1 3", run("HGETALL k"));
        assertEquals("*2 $1 0 *2 $1 c $1 3", run("HSCAN k 0"));
        expectEvents();
        assertEquals("$-1", run("HGET k a"));
        expectEvents("hexpired k");
        expectJournal("HDEL k a");
        assertEquals(":2", run("HLEN k"));
        forget();
        assertEquals("*2 $-1 $1 3", run("HMGET k b c"));
        expectEvents("hexpired k");
        assertEquals(":1", run("HLEN k"));
        assertEquals(2, harness.engine().keyspace().stats().expiredFields());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theKeyGoesWithItsLastField(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 5 FIELDS 3 a b c");
        forget();
        harness.advanceMs(6);
        assertEquals(":1", run("EXISTS k"));
        assertEquals("*3 $-1 $-1 $-1", run("HMGET k a b c"));
        expectEvents("hexpired k", "del k");
        expectJournal("multi", "HDEL k a", "HDEL k b", "HDEL k c", "exec");
        assertEquals(":0", run("EXISTS k"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCronRemovesWhatNobodyMeets(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 5 FIELDS 2 a b");
        run("HPEXPIRE k 50 FIELDS 1 c");
        forget();
        assertEquals(1, harness.engine().keyspace().database(0).fieldExpiryCount());
        harness.engine().activeExpiry(true);
        harness.advanceMs(6);
        expectEvents("hexpired k");
        assertEquals(2, recorder.journal().size());
        assertEquals(":1", run("HLEN k"));
        forget();
        harness.advanceMs(50);
        expectEvents("hexpired k", "del k");
        expectJournal("HDEL k c");
        assertEquals(":0", run("EXISTS k"));
        assertEquals(0, harness.engine().keyspace().database(0).fieldExpiryCount());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomFieldsAreDrawnFromTheLiving(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 5 FIELDS 2 a b");
        harness.advanceMs(6);
        forget();
        assertEquals("*1 $1 c", run("HRANDFIELD k 5"));
        expectEvents("hexpired k");
        assertEquals("multi", recorder.journal().get(0));
        run("HPEXPIRE k 5 FIELDS 1 c");
        harness.advanceMs(6);
        assertEquals("$-1", run("HRANDFIELD k"));
        assertEquals(":0", run("EXISTS k"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hsetDropsAndCountersKeepTheExpiry(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 100 FIELDS 3 a b c");
        run("HSET k a 7");
        run("HINCRBY k b 1");
        forget();
        run("HINCRBYFLOAT k c 0.5");
        expectJournal("multi", "HSET k c 3.5", "HPEXPIREAT k " + (NOW + 100) + " FIELDS 1 c", "exec");
        assertEquals("*3 :-1 :100 :100", run("HPTTL k FIELDS 3 a b c"));
        harness.advanceMs(101);
        assertEquals(":1", run("HINCRBY k b 1"));
        assertEquals("$1 1", run("HINCRBYFLOAT k c 1"));
        assertEquals("*2 :-1 :-1", run("HPTTL k FIELDS 2 b c"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void persist(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 100 FIELDS 1 a");
        forget();
        assertEquals("*3 :1 :-1 :-2", run("HPERSIST k FIELDS 3 a b x"));
        expectEvents("hpersist k");
        expectJournal("HPERSIST k FIELDS 3 a b x");
        forget();
        assertEquals("*1 :-1", run("HPERSIST k FIELDS 1 a"));
        expectEvents();
        assertEquals(0, harness.engine().keyspace().database(0).fieldExpiryCount());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void getAndDelete(boolean asTable) {
        make(asTable);
        assertEquals("*2 $1 1 $-1", run("HGETDEL k FIELDS 2 a x"));
        expectEvents("hdel k");
        expectJournal("HDEL k a x");
        forget();
        assertEquals("*2 $1 2 $1 3", run("HGETDEL k FIELDS 2 b c"));
        expectEvents("hdel k", "del k");
        assertEquals("*1 $-1", run("HGETDEL k FIELDS 1 b"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void getAndExpire(boolean asTable) {
        make(asTable);
        assertEquals("*2 $1 1 $-1", run("HGETEX k EX 10 FIELDS 2 a x"));
        expectEvents("hexpire k");
        expectJournal("HPEXPIREAT k " + (NOW + 10_000) + " FIELDS 1 a");
        forget();
        assertEquals("*2 $1 1 $1 2", run("HGETEX k PERSIST FIELDS 2 a b"));
        expectEvents("hpersist k");
        expectJournal("HPERSIST k FIELDS 1 a");
        forget();
        assertEquals("*1 $1 3", run("HGETEX k FIELDS 1 c"));
        expectEvents();
        expectJournal();
        assertEquals("*1 $1 3", run("HGETEX k PXAT 1 FIELDS 1 c"));
        expectEvents("hdel k");
        expectJournal("HDEL k c");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setAndExpire(boolean asTable) {
        make(asTable);
        assertEquals(":0", run("HSETEX k FNX FIELDS 2 a 9 x 9"));
        assertEquals(":0", run("HSETEX k FXX FIELDS 2 a 9 x 9"));
        expectEvents();
        assertEquals(":1", run("HSETEX k FXX PX 100 FIELDS 2 a 8 b 9"));
        expectEvents("hset k", "hexpire k");
        expectJournal("HSETEX k FXX PXAT " + (NOW + 100) + " FIELDS 2 a 8 b 9");
        forget();
        assertEquals(":1", run("HSETEX k KEEPTTL FIELDS 1 a 5"));
        assertEquals("*1 :100", run("HPTTL k FIELDS 1 a"));
        assertEquals(":1", run("HSETEX k FIELDS 1 a 6"));
        assertEquals("*1 :-1", run("HPTTL k FIELDS 1 a"));
        forget();
        assertEquals(":1", run("HSETEX new EXAT 1 FIELDS 1 a 1"));
        expectEvents("new new", "hset new", "hdel new", "del new");
        expectJournal("HDEL new a");
        assertEquals(":0", run("EXISTS new"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dumpsKeepTheExpiries(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 500 FIELDS 1 b");
        run("HPEXPIRE k 100 FIELDS 1 c");
        String dump = harness.run("DUMP", "k");
        String bytes = dump.substring(dump.indexOf('\n') + 1, dump.length() - 2);
        assertEquals(asTable ? 24 : 25, bytes.charAt(0));
        assertEquals("+OK", harness.run("RESTORE", "copy", "0", bytes).trim());
        assertEquals("*3 :-1 :500 :100", run("HPTTL copy FIELDS 3 a b c"));
        assertEquals(run("DEBUG DIGEST-VALUE k"), run("DEBUG DIGEST-VALUE copy"));
        assertEquals(2, harness.engine().keyspace().database(0).fieldExpiryCount());
        assertTrue(run("MEMORY USAGE copy").startsWith(":"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sortDoesNotSeeWhatIsOver(boolean asTable) {
        make(asTable);
        run("RPUSH list 1 2");
        run("HSET w_1 f 5");
        run("HSET w_2 f 4 g 4");
        assertEquals("*2 $1 2 $1 1", run("SORT list BY w_*->f"));
        run("HPEXPIRE w_2 5 FIELDS 1 f");
        harness.advanceMs(6);
        assertEquals("*2 $1 5 $-1", run("SORT list BY nosort GET w_*->f"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swapMoveAndFlushKeepTheCounts(boolean asTable) {
        make(asTable);
        run("HPEXPIRE k 100 FIELDS 2 a b");
        run("SWAPDB 0 1");
        assertEquals(0, harness.engine().keyspace().database(0).fieldExpiryCount());
        assertEquals(1, harness.engine().keyspace().database(1).fieldExpiryCount());
        run("SELECT 1");
        run("MOVE k 2");
        run("SELECT 2");
        run("EXPIRE k 1000");
        run("PERSIST k");
        assertEquals("*2 :100 :100", run("HPTTL k FIELDS 2 a b"));
        run("SET k x");
        assertEquals(0, harness.engine().keyspace().database(2).fieldExpiryCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "HEXPIRE k -1 FIELDS 1 a|-ERR invalid expire time, must be >= 0",
        "HEXPIRE k 281474976710 FIELDS 1 a|-ERR invalid expire time in 'hexpire' command",
        "HPEXPIRE k x FIELDS 1 a|-ERR value is not an integer or out of range",
        "HPEXPIRE k 1 NX FIELDS 0 a|-ERR Parameter `numFields` should be greater than 0",
        "HPEXPIRE k 1 FIELDS 2 a|-ERR The `numfields` parameter must match the number of arguments",
        "HPEXPIRE k 1 FIELD 1 a|-ERR Mandatory argument FIELDS is missing or not at the right position",
        "HTTL k FIELDS 0 a|-ERR Number of fields must be a positive integer",
        "HPERSIST k FIELDS 1|-ERR wrong number of arguments for 'hpersist' command",
        "HGETEX k PX -1 FIELDS 1 a|-ERR invalid expire time, must be >= 0",
        "HSETEX k EX 1 PX 1 FIELDS 1 a b|"
            + "-ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified",
        "HSETEX k FNX FXX FIELDS 1 a b|-ERR Only one of FXX or FNX arguments can be specified",
        "HSETEX k FIELDS 2 a b|-ERR wrong number of arguments for 'hsetex' command",
        "HSETEX k FIELDS 0 a b|-ERR invalid number of fields",
        "HSETEX k NO FIELDS 1 a b|-ERR unknown argument: NO",
        "HTTL text FIELDS 1 a|-WRONGTYPE Operation against a key holding the wrong kind of value"})
    void errors(String commandAndError) {
        run("SET text x");
        String[] parts = commandAndError.split("[|]");
        assertEquals(parts[1], run(parts[0]));
    }
}
