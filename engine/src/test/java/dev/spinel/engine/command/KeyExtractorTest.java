package dev.spinel.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.RedisOracle;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.struct.Allocations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyExtractorTest {
    private static final int MANY = 10_000;
    private static final String[] CALLS = {
        "GET k", "SET k v", "SET k v GET", "SET k v EX 10 get", "MSET a 1 b 2", "MSET a 1 b", "DEL a b c",
        "EVAL s 2 a b x", "EVAL s 0 x", "EVAL s 3 a", "EVAL s -1 a", "FCALL f 1 k v", "ZUNIONSTORE d 2 a b WEIGHTS 1 2",
        "ZUNIONSTORE d 3 a b", "ZINTER 2 a b", "ZMPOP 1 k MIN", "BZMPOP 0 2 a b MAX", "LMPOP 2 a b LEFT",
        "BLMPOP 1 1 k RIGHT", "SINTERCARD 2 a b LIMIT 3", "SORT k", "SORT k BY w_* LIMIT 0 5 GET # STORE d",
        "SORT k BY store STORE d STORE e", "SORT k STORE", "SORT_RO k GET p*", "MIGRATE h 1 k 0 10",
        "MIGRATE h 1 k 0 10 COPY REPLACE AUTH keys", "XREAD STREAMS a b 1 2", "XREAD COUNT 3 BLOCK 0 STREAMS a 1",
        "XREAD STREAMS a b 1", "XREAD COUNT STREAMS STREAMS a 1", "XREADGROUP GROUP streams streams STREAMS k 1",
        "XREADGROUP GROUP g c NOACK STREAMS a b 1 2", "GEORADIUS k 1 2 3 m", "GEORADIUS k 1 2 3 m STORE d",
        "GEORADIUS k 1 2 3 m STORE d STOREDIST e", "GEORADIUS k 1 2 3 m STORE", "GEORADIUSBYMEMBER k m 3 m storedist e",
        "BITFIELD k GET u8 0", "BITFIELD k GET u8 0 SET u8 0 1", "BITFIELD k OVERFLOW wrap GET u8 0", "BITFIELD k GET",
        "BITFIELD k", "BITOP AND d a b", "OBJECT ENCODING k", "MEMORY USAGE k", "XINFO STREAM k", "XGROUP CREATE k g $",
        "RENAME a b", "COPY a b", "SMOVE a b m", "LMOVE a b LEFT LEFT", "BLPOP a b 0", "PFCOUNT a b", "WATCH a b",
        "ZRANGESTORE d s 0 1", "RESTORE k 0 x", "LCS a b", "CONFIG GET x", "SUBSCRIBE c", "SSUBSCRIBE c",
        "GEOSEARCHSTORE d s FROMLONLAT 1 2 BYRADIUS 3 m", "XADD k * f v", "SINTER a b", "TOUCH a",
    };

    private final Map<String, CommandFacts> facts = CommandFactsLoader.load();
    private final KeyExtractor keys = new KeyExtractor();

    @Test
    void keysAndFlagsEqualWhatRedisSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (RedisOracle redis = RedisOracle.open("7.0")) {
            for (String call : CALLS) {
                Object expected = redis.run(("COMMAND GETKEYSANDFLAGS " + call).split(" "));
                Object actual = keysAndFlags(call.split(" "));
                if (!expected.equals(actual)) wrong.add(call + ": " + expected + " but was " + actual);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void migrateTakesManyKeysWhenItsOwnIsEmpty() {
        assertEquals(List.of(7, 8), positions("MIGRATE", "h", "1", "", "0", "10", "KEYS", "a", "b"));
        assertEquals(List.of(), positions("MIGRATE", "h", "1", "k", "0", "10", "KEYS", "a"));
    }

    @Test
    void shardChannelsRouteButAreNoKeys() {
        assertEquals(List.of(), positions("SSUBSCRIBE", "a", "b"));
        try (ArenaArgs args = new ArenaArgs("SSUBSCRIBE", "a", "b")) {
            assertEquals(2, keys.extractRoutes(facts.get("ssubscribe"), args));
        }
    }

    @Test
    void manyKeysGrowTheResult() {
        String[] words = new String[1001];
        for (int i = 0; i < words.length; i++) {
            words[i] = i == 0 ? "DEL" : "k" + i;
        }
        assertEquals(1000, positions(words).size());
    }

    @Test
    void findingKeysAllocatesNothing() {
        CommandFacts setFacts = facts.get("set");
        CommandFacts unionFacts = facts.get("zunionstore");
        try (ArenaArgs set = new ArenaArgs("SET", "k", "v", "EX", "10", "GET");
                ArenaArgs union = new ArenaArgs("ZUNIONSTORE", "d", "2", "a", "b")) {
            Allocations.assertNone(() -> extractMany(setFacts, set, unionFacts, union));
        }
    }

    private void extractMany(CommandFacts command, ArgSource args, CommandFacts other, ArgSource otherArgs) {
        for (int i = 0; i < MANY; i++) {
            keys.extract(command, args);
            keys.extract(other, otherArgs);
        }
    }

    private List<Integer> positions(String... words) {
        List<Integer> found = new ArrayList<>();
        try (ArenaArgs args = new ArenaArgs(words)) {
            keys.extract(command(words), args);
            for (int i = 0; i < keys.count(); i++) {
                found.add(keys.position(i));
            }
        }
        return found;
    }

    /** What COMMAND GETKEYSANDFLAGS replies. */
    private Object keysAndFlags(String... words) {
        CommandFacts command = command(words);
        if (!command.mayHaveKeys()) {
            return "-ERR The command has no key arguments";
        }
        List<Object> found = new ArrayList<>();
        for (int position : positions(words)) {
            String[] names = KeyFlag.names(keys.flags(found.size()));
            found.add(List.of(words[position], List.of(names)));
        }
        return found.isEmpty() && !command.has(CommandFlag.NO_MANDATORY_KEYS)
            ? "-ERR Invalid arguments specified for command" : found;
    }

    private CommandFacts command(String... words) {
        String name = words[0].toLowerCase(Locale.ROOT);
        CommandFacts command = facts.get(name);
        return command.subcommands().isEmpty() ? command : facts.get(name + "|" + words[1].toLowerCase(Locale.ROOT));
    }

    /** Words in arena blocks, as a query buffer holds them. */
    private static final class ArenaArgs implements ArgSource, AutoCloseable {
        private final long[] addresses;
        private final int[] lengths;

        ArenaArgs(String... words) {
            addresses = new long[words.length];
            lengths = new int[words.length];
            for (int i = 0; i < words.length; i++) {
                byte[] bytes = words[i].getBytes(StandardCharsets.ISO_8859_1);
                addresses[i] = Arena.allocate(MemoryTag.QUERY_BUFFER, bytes.length);
                Mem.initCopyIn(bytes, 0, addresses[i], bytes.length);
                lengths[i] = bytes.length;
            }
        }

        @Override
        public void close() {
            for (long address : addresses) {
                Arena.free(address);
            }
        }

        @Override
        public int count() {
            return lengths.length;
        }

        @Override
        public long address(int index) {
            return addresses[index];
        }

        @Override
        public int length(int index) {
            return lengths[index];
        }
    }
}
