package dev.spinel.tools.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands leave in the log is what redis-server leaves there, and each loads the other's. */
final class JournalCompatTest {
    /**
     * Each line is played on both servers after FLUSHALL. Commands are parted by semicolons. {@code 2>} sends by a second
     * client, which must block; {@code 2<} reads its reply.
     */
    private static final String LINES = """
            SET a 1; APPEND a 2; SETRANGE a 1 x; GETSET a 3; GETDEL a; GETDEL a
            SET a 1 EX 100; SET a 2 PX 100000; SET a 3 EXAT 99999999999; SET a 5 KEEPTTL; SET a 6 GET; SET a 7 NX; SET b 7 NX EX 100
            SETNX a 1; SETNX a 2; SETEX a 100 x; PSETEX a 100000 x; MSET a 1 b 2; MSETNX a 1 c 2; MSETNX d 1 e 2
            SET a 1; INCR a; DECR a; INCRBY a 5; DECRBY a 2; INCRBYFLOAT a 1.5; INCRBYFLOAT n 1e3; INCRBYFLOAT a abc
            SET a 1; GETEX a; GETEX a EX 100; GETEX a PX 100000; GETEX a PERSIST; GETEX a EXAT 99999999999; GETEX a EXAT 1; GETEX b EX 10
            SET a 1; EXPIRE a 100; PEXPIRE a 100000; EXPIREAT a 99999999999; PERSIST a; PERSIST a; EXPIRE a -1; EXPIRE b 10
            SET a 1; EXPIRE a 100 NX; EXPIRE a 200 NX; EXPIRE a 50 GT; EXPIRE a 300 GT; EXPIRE a 100 LT
            SET a 1; SET b 2; DEL a b c; UNLINK a; SET a 1; UNLINK a
            SET a 1; RENAME a b; RENAMENX b c; SET d 1; RENAMENX c d; COPY c e; COPY c e; COPY c e REPLACE; MOVE c 3
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; GET a
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; SET a 2
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; INCR a
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; DEL a; EXISTS a
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; SET b 1 PX 1; DEBUG SLEEP 0.01; MGET a b
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; SET b 1; DEBUG SLEEP 0.01; RENAME a b; RENAME b a; COPY a b
            DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; MULTI; GET a; SET b 1; EXEC
            DEBUG SET-ACTIVE-EXPIRE 0; SADD a 1; PEXPIRE a 1; DEBUG SLEEP 0.01; SADD a 2; SCAN 0
            MULTI; SET a 1; EXEC; MULTI; SET a 1; INCR a; EXEC; MULTI; GET a; EXEC; MULTI; SET a x; INCR a; EXEC; MULTI; EXEC
            MULTI; SELECT 3; SET a 1; SELECT 0; EXEC; SELECT 3; FLUSHDB; SELECT 0
            MULTI; SET a 1 EX 100; INCR a; LPUSH l 1; EXEC; MULTI; PUBLISH c m; SET a 1; EXEC; PUBLISH c m; SPUBLISH c m
            SADD s 1 2 3; SADD s 1; SREM s 1 9; SREM s 9; SMOVE s t 2; SMOVE s t 9; SMOVE s t 3
            SADD s 1; SPOP s; SADD s 1 2 3; SPOP s 3; SADD s 1; SPOP s 10; SPOP s; SPOP s 0; MULTI; SADD s 1; SPOP s 1; EXEC
            SADD a 1 2 3; SADD b 2 3 4; SINTERSTORE c a b; SUNIONSTORE c a b; SDIFFSTORE c a b; SINTERSTORE c a z; SINTERSTORE c a z
            LPUSH l 1 2 3; RPUSH l 4; LPUSHX l 5; RPUSHX z 1; LPOP l; RPOP l; LPOP l 2; LPOP l 0; LPOP z; LINSERT l BEFORE 1 x
            RPUSH l a b c d e; LSET l 0 x; LREM l 1 b; LREM l 1 z; LTRIM l 0 1; LTRIM l 0 1; LTRIM l 5 6
            RPUSH l a b c; RPOPLPUSH l m; LMOVE l m LEFT RIGHT; LMPOP 2 z l LEFT COUNT 5; LMPOP 1 m RIGHT; LMPOP 1 z LEFT
            RPUSH l a b c d e f; BLPOP l 1; BRPOP l 1; BRPOPLPUSH l m 1; BLMOVE l m LEFT RIGHT 1; BLMPOP 1 1 l LEFT COUNT 2
            2> BLPOP q 0; RPUSH q a; 2<; 2> BLMOVE q r LEFT RIGHT 0; RPUSH q x; DEL q; RPUSH q y; 2<
            2> BLMOVE q r LEFT RIGHT 0; MULTI; RPUSH q x; SET a 1; EXEC; 2<; 2> BZPOPMIN z 0; ZADD z 1 a 2 b; 2<
            2> BLMPOP 0 1 q LEFT COUNT 2; RPUSH q a b c; 2<; 2> BZMPOP 0 1 z MAX; ZADD z 1 a; 2<; 2> BRPOPLPUSH e f 0; LPUSH e 1; 2<
            ZADD z 1 a 2 b; ZADD z NX 1 a; ZADD z XX 3 a; ZADD z CH 3 a; ZADD z INCR 1 a; ZINCRBY z 2 a; ZADD z GT 1 a; ZADD z LT 1 a
            ZADD z 1 a 2 b 3 c 4 d 5 e; ZPOPMIN z; ZPOPMAX z; ZPOPMIN z 2; ZPOPMIN z 0; ZMPOP 1 z MIN; ZMPOP 1 y MIN
            ZADD z 1 a 2 b 3 c 4 d 5 e; BZPOPMIN z 1; BZPOPMAX z 1; BZMPOP 1 1 z MIN COUNT 2
            ZADD z 1 a 2 b 3 c 4 d; ZREM z a; ZREM z y; ZREMRANGEBYSCORE z 2 2; ZREMRANGEBYRANK z 0 0; ZREMRANGEBYLEX z - +
            ZADD z 1 a 2 b; ZADD y 1 a 3 c; ZUNIONSTORE d 2 z y; ZINTERSTORE d 2 z y; ZDIFFSTORE d 2 z y; ZRANGESTORE d z 0 -1; ZRANGESTORE d x 0 -1
            HSET h a 1 b 2; HSET h a 1; HSETNX h a 2; HSETNX h c 2; HMSET h a 5 d 6; HINCRBY h a 5; HINCRBYFLOAT h a 1.5; HDEL h a; HDEL h z; HDEL h b c d
            SETBIT b 7 1; SETBIT b 7 1; BITFIELD b SET u8 0 255; BITFIELD b GET u8 0; BITFIELD b INCRBY u8 0 10 OVERFLOW SAT INCRBY u8 0 255
            SET b x; BITOP AND c b b; BITOP NOT c b; BITOP OR c z
            PFADD h a b c; PFADD h a; PFCOUNT h; PFMERGE g h; PFADD g z; PFCOUNT g h; PFCOUNT g
            GEOADD g 13.361389 38.115556 P 15.087269 37.502669 C; GEOSEARCHSTORE o g FROMLONLAT 15 37 BYRADIUS 200 km
            SET a 1; FLUSHDB; SET a 1; FLUSHALL; FLUSHDB ASYNC; FLUSHALL SYNC
            SET a 1; SWAPDB 0 1; SWAPDB 0 1; SELECT 1; SET b 1; SELECT 0; SET c 1; COPY c d DB 2; SELECT 2; DEL d; SELECT 0
            RPUSH l 3 1 2; SORT l STORE d; SORT l LIMIT 0 0 STORE d; SORT z STORE d
            SET a v; EXPIRE a 100; OBJECT ENCODING a; TOUCH a; TYPE a; DUMP a; RESTORE b 0 x; STRLEN a; TTL a; KEYS *
            SET a 1; CONFIG SET maxmemory 1 maxmemory-policy allkeys-random; GET a; CONFIG SET maxmemory 0 maxmemory-policy noeviction
            CONFIG SET lazyfree-lazy-expire yes; DEBUG SET-ACTIVE-EXPIRE 0; SET a 1 PX 1; DEBUG SLEEP 0.01; GET a; CONFIG SET lazyfree-lazy-expire no
            XADD s 1-1 a 1; XADD s 2-1 a 1; XGROUP CREATE s g 0; XGROUP CREATECONSUMER s g c; XDEL s 2-1; XDEL s 99-1; XTRIM s MAXLEN 0; XSETID s 9-9
            XADD s MAXLEN 1 5-1 a 1; XADD s MAXLEN = 1 6-1 a 1; XADD s NOMKSTREAM 7-1 a b; XADD t NOMKSTREAM 7-1 a b; XGROUP CREATE u g $ MKSTREAM; XGROUP DESTROY u g
            WATCH a; MULTI; SET a 1; EXEC; WATCH a; SET a 2; MULTI; SET a 3; EXEC; RESET; SET a 4
            """;

    private static final List<String> CONFIG = List.of("appendonly yes", "appendfsync no", "save \"\"",
            "enable-debug-command yes", "auto-aof-rewrite-percentage 0");

    private static ServerProcess redis;
    private static ServerProcess spinel;

    @BeforeAll
    static void start() {
        redis = ServerProcess.start(ServerTarget.requiredRedis(), CONFIG);
        spinel = ServerProcess.start(ServerTarget.spinel(), configOfSpinel());
    }

    /** What redis-server 7.0 can read. */
    private static List<String> configOfSpinel() {
        List<String> lines = new ArrayList<>(CONFIG);
        lines.add("rdb-save-version 10");
        return lines;
    }

    @AfterAll
    static void stop() {
        if (redis != null) redis.close();
        if (spinel != null) spinel.close();
    }

    /** Two clients of one server, and its log. */
    private static final class Side implements AutoCloseable {
        private final RespClient first;
        private final RespClient second;
        private final AofFiles log;

        Side(ServerProcess server) {
            first = server.connect();
            second = server.connect();
            log = new AofFiles(server.directory());
            log.newCommands();
        }

        List<String> play(String line) {
            first.command("FLUSHALL");
            log.newCommands();
            for (String step : line.split(";")) {
                play(List.of(step.strip().split(" ")));
            }
            first.command("DEBUG", "SET-ACTIVE-EXPIRE", "1");
            return log.newCommands().stream().map(Side::normal).toList();
        }

        private void play(List<String> words) {
            if (words.getFirst().equals("2>")) {
                second.sendCommand(words.subList(1, words.size()).toArray(String[]::new));
                awaitBlocked(String.join(" ", words));
            } else if (words.getFirst().equals("2<")) {
                second.read();
            } else {
                first.command(words.toArray(String[]::new));
            }
        }

        private void awaitBlocked(String step) {
            for (int tries = 0; tries < 2_000; tries++) {
                if (first.command("INFO", "clients").text().contains("blocked_clients:1")) {
                    return;
                }
            }
            fail("does not block: " + step);
        }

        /** Names and ends in one letter case, times and ids made of them masked. */
        private static String normal(List<String> words) {
            List<String> normal = new ArrayList<>();
            normal.add(words.getFirst().toUpperCase(Locale.ROOT));
            words.stream().skip(1).map(word -> word.replaceAll("^1[78]\\d{11}", "<ms>"))
                    .map(word -> word.matches("LEFT|RIGHT") ? word.toLowerCase(Locale.ROOT) : word).forEach(normal::add);
            return String.join(" ", normal);
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    static Stream<String> lines() {
        return LINES.lines();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theLogIsTheSame(String line) {
        try (Side theirs = new Side(redis); Side ours = new Side(spinel)) {
            assertEquals(theirs.play(line), ours.play(line));
        }
    }

    /** All keys with their digests and expiry times. */
    private static Map<String, String> content(ServerProcess server) {
        Map<String, String> content = new TreeMap<>();
        try (RespClient client = server.connect()) {
            for (Reply key : client.command("KEYS", "*").elements()) {
                content.put(key.text(), client.command("DEBUG", "DIGEST-VALUE", key.text()).at(0).text() + " "
                        + client.command("PEXPIRETIME", key.text()).number());
            }
        }
        return content;
    }

    /** @param hasStreams streams as RDB objects have a form that redis-server 7.0 does not know */
    private static void fill(ServerProcess server, boolean hasStreams) {
        try (RespClient client = server.connect()) {
            client.command("FLUSHALL");
            for (int i = 0; i < 300; i++) {
                String n = Integer.toString(i);
                client.command("SET", "string:" + i % 40, "v".repeat(i), "EX", "10000" + i % 10);
                client.command("RPUSH", "list:" + i % 3, n, "x".repeat(i * 7));
                client.command("SADD", "ints", n);
                client.command("SADD", "set:" + i % 3, "member" + i, "m".repeat(i));
                client.command("ZADD", "zset:" + i % 2, Double.toString(i / 7.0), "m" + i);
                client.command("HSET", "hash:" + i % 2, "f" + i, "value".repeat(i % 30), "g" + i % 9, n);
                if (hasStreams) client.command("XADD", "stream", (i + 1) + "-1", "f", n, "g", "v" + i);
                client.command("PFADD", "hll", n);
                client.command("SETBIT", "bits", Integer.toString(i * 31), "1");
                if (i == 150) {
                    client.command("BGREWRITEAOF");
                    awaitRewrite(client);
                }
            }
            client.command("GEOADD", "geo", "13.361389", "38.115556", "P", "15.087269", "37.502669", "C");
            client.command("SPOP", "ints", "5");
            client.command("DEL", "string:1");
        }
    }

    private static void awaitRewrite(RespClient client) {
        String info = client.command("INFO", "persistence").text();
        while (info.contains("aof_rewrite_in_progress:1") || info.contains("aof_rewrite_scheduled:1")) {
            info = client.command("INFO", "persistence").text();
        }
        assertTrue(info.contains("aof_last_bgrewrite_status:ok"), info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void eachLoadsTheLogOfTheOther(String preamble) {
        List<String> preambleLine = List.of("aof-use-rdb-preamble " + preamble);
        List<ServerProcess> servers = List.of(
                ServerProcess.start(ServerTarget.redis().orElseThrow(), joined(CONFIG, preambleLine)),
                ServerProcess.start(ServerTarget.spinel(), joined(configOfSpinel(), preambleLine)));
        try {
            servers.forEach(server -> fill(server, preamble.equals("no")));
            for (int from = 0; from < 2; from++) {
                Map<String, String> expected = content(servers.get(from));
                assertTrue(expected.size() > 50);
                ServerProcess to = ServerProcess.start(from == 0 ? ServerTarget.spinel() : ServerTarget.redis().orElseThrow(),
                        from == 0 ? configOfSpinel() : CONFIG);
                try {
                    to.stop();
                    new AofFiles(to.directory()).replaceBy(servers.get(from).directory());
                    to.restart();
                    assertEquals(expected, content(to), "written by " + servers.get(from).name());
                } finally {
                    to.close();
                }
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Test
    void aLogWithTimesIsRead() {
        List<String> lines = joined(configOfSpinel(), List.of("aof-timestamp-enabled yes"));
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), lines)) {
            fill(server, true);
            Map<String, String> expected = content(server);
            server.kill();
            server.restart();
            assertEquals(expected, content(server));
        }
    }
}
