package dev.spinel.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /** Given to the oracle on its command line, or found out by it. */
    private static final Set<String> NOT_DEFAULT = Set.of("port", "bind", "save", "dir");
    private static final String[][] SETS = {
        {"maxmemory", "1x"}, {"maxmemory", "100mb"}, {"maxmemory", "-1"}, {"maxmemory", "2gB"}, {"maxmemory", "kb"},
        {"maxmemory-clients", "5%"}, {"maxmemory-clients", "101%"}, {"maxmemory-clients", "x"},
        {"maxmemory-clients", "1k"}, {"maxmemory-policy", "lru"}, {"maxmemory-policy", "ALLKEYS-lru"},
        {"maxmemory-samples", "03"}, {"maxmemory-samples", "12"}, {"appendfsync", "no"},
        {"appendonly", "maybe"}, {"databases", "3"}, {"dbfilename", "x"}, {"nonsense", "1"}, {"hz", "1000"},
        {"hz", "0"}, {"hz", "-1"}, {"maxclients", "-1"}, {"maxclients", "0"}, {"list-max-listpack-size", "-5"},
        {"list-max-ziplist-size", "9999999999"}, {"save", "1 2 3"}, {"save", ""}, {"save", "10 20 30 40"},
        {"save", "0 1"}, {"save", " 10 20"}, {"save", "+5 007"}, {"client-output-buffer-limit", "normal 1kb 2m 3"},
        {"client-output-buffer-limit", "replica 1 2"}, {"client-output-buffer-limit", "master 1 2 3"},
        {"client-output-buffer-limit", "SLAVE 1 x 3"}, {"client-output-buffer-limit", ""},
        {"client-output-buffer-limit", "pubsub 0 1g 0 replica 5 5 5"}, {"notify-keyspace-events", "KEA"},
        {"notify-keyspace-events", "zxKm"}, {"notify-keyspace-events", "AnK"}, {"notify-keyspace-events", "nE"},
        {"notify-keyspace-events", "?"}, {"notify-keyspace-events", ""}, {"oom-score-adj-values", "1 2"},
        {"oom-score-adj-values", "1 2 3000"}, {"oom-score-adj-values", "1 20 300"},
        {"latency-tracking-info-percentiles", "50 99.95 100"}, {"latency-tracking-info-percentiles", "101"},
        {"latency-tracking-info-percentiles", "1f"}, {"latency-tracking-info-percentiles", ""},
        {"shutdown-on-sigterm", "nosave now"}, {"shutdown-on-sigterm", "save nosave"}, {"shutdown-on-sigterm", "x"},
        {"shutdown-on-sigterm", ""}, {"shutdown-on-sigterm", "force default save"}, {"proc-title-template", "{x}"},
        {"proc-title-template", "{title} {{x}"}, {"proc-title-template", ""}, {"cluster-announce-hostname", "a_b"},
        {"cluster-announce-hostname", "a.b-C"}, {"slave-read-only", "no"}, {"replicaof", "a 1"},
        {"REPLICA-READ-ONLY", "What"}, {"unixsocketperm", "700"}, {"masterauth", "secret"}, {"masterauth", ""},
        {"proto-max-bulk-len", "1"}, {"repl-backlog-size", "0"}, {"busy-reply-threshold", "-1"},
        {"slowlog-log-slower-than", "-1"}, {"slowlog-log-slower-than", "-2"}, {"loglevel", "DEBUG"},
        {"tracking-table-max-keys", "-1"}, {"cluster-link-sendbuf-limit", "18446744073709551615"},
        {"timeout", "5", "TIMEOUT", "6"}, {"timeout", "5", "appendfsync", "bad"}, {"timeout", "5", "foo", "6"},
        {"databases", "5", "foo", "6"}, {"timeout", "7", "repl-timeout", "0"}, {"oom-score-adj", "nope"},
        {"sanitize-dump-payload", "clients"}, {"auto-aof-rewrite-min-size", "1GB"}, {"repl-backlog-ttl", "0"},
        {"hll-sparse-max-bytes", "99999999999999999999"}, {"acllog-max-len", "-1"}, {"lua-time-limit", "77"},
    };

    private final Settings settings = new Settings();

    @Test
    void defaultsEqualThoseOfRedis() throws IOException {
        Map<String, String> ours = settings.get(List.of("*"));
        List<String> wrong = new ArrayList<>();
        Set<String> unknown = new TreeSet<>();
        try (RedisOracle redis = RedisOracle.open("7.0")) {
            List<?> theirs = redis.list("CONFIG", "GET", "*");
            for (int i = 0; i < theirs.size(); i += 2) {
                String name = (String) theirs.get(i);
                String value = ours.get(name);
                if (value == null && settings.find(name) == null) {
                    unknown.add(name);
                } else if (value != null && !value.equals(theirs.get(i + 1)) && !NOT_DEFAULT.contains(name)) {
                    wrong.add(name + ": " + theirs.get(i + 1) + " but was " + value);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void setRepliesAndLeavesWhatRedisDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        settings.save.assign(List.of());
        try (RedisOracle redis = RedisOracle.open("7.0")) {
            for (String[] pairs : SETS) {
                compareSet(redis, pairs, wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private void compareSet(RedisOracle redis, String[] pairs, List<String> wrong) throws IOException {
        String[] command = new String[pairs.length + 2];
        command[0] = "CONFIG";
        command[1] = "SET";
        System.arraycopy(pairs, 0, command, 2, pairs.length);
        String expected = redis.run(command) + " " + redis.list("CONFIG", "GET", pairs[0]);
        String actual = set(pairs).replace(", volatile-lrm", "").replace(", allkeys-lrm", "") + " "
            + flat(settings.get(List.of(pairs[0])));
        if (!expected.equals(actual)) wrong.add(String.join(" ", pairs) + ": " + expected + " but was " + actual);
    }

    private String set(String... pairs) {
        byte[] error = new SettingsUpdate(settings, false, false).set(List.of(pairs));
        return error == null ? "OK" : "-" + new String(error, StandardCharsets.ISO_8859_1);
    }

    private static List<String> flat(Map<String, String> map) {
        List<String> list = new ArrayList<>();
        map.forEach((name, value) -> list.addAll(List.of(name, value)));
        return list;
    }

    @Test
    void getTakesSeveralPatternsAndNamesEachSettingOnce() {
        assertEquals(List.of("maxmemory", "maxmemory-clients", "maxmemory-eviction-tenacity", "maxmemory-policy",
            "maxmemory-samples", "SAVE"), List.copyOf(settings.get(List.of("maxm*", "SAVE", "save")).keySet()));
        assertEquals(Set.of("slave-read-only"), settings.get(List.of("slave-read-?nly")).keySet());
        assertTrue(settings.get(List.of("nothing")).isEmpty());
    }

    @Test
    void hiddenSettingsAnswerToTheirExactNameOnly() {
        assertFalse(settings.get(List.of("*")).containsKey("watchdog-period"));
        assertEquals("0", settings.get(List.of("watchdog-period")).get("watchdog-period"));
    }

    @Test
    void aliasAndNameAreOneSetting() {
        assertSame(settings.replicaReadOnly, settings.find("slave-read-only"));
        assertEquals("OK", set("slave-read-only", "no"));
        assertFalse(settings.replicaReadOnly.value());
    }

    @Test
    void failedHookTakesEveryValueBackAndRunsOnce() {
        List<String> calls = new ArrayList<>();
        Setting.ApplyHook hook = () -> {
            calls.add(settings.port.text() + "/" + settings.tlsPort.text());
            return calls.size() == 1 ? "Unable to listen on this port. Check server logs." : null;
        };
        settings.port.onApply(hook);
        settings.tlsPort.onApply(hook);
        assertEquals("-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. "
            + "Check server logs.", set("timeout", "9", "port", "1", "tls-port", "2"));
        assertEquals(List.of("1/2", "6379/0"), calls);
        assertEquals(0, settings.timeout.value());
    }

    @Test
    void hookRunsOnlyWhenTheValueChangesUnlessVolatile() {
        List<String> calls = new ArrayList<>();
        settings.port.onApply(() -> ran(calls, "port"));
        settings.tlsCertFile.onApply(() -> ran(calls, "tls"));
        assertEquals("OK", set("port", "6379", "tls-cert-file", ""));
        assertEquals(List.of("tls"), calls);
    }

    private static String ran(List<String> calls, String name) {
        calls.add(name);
        return null;
    }

    @Test
    void loadingRefusesSomeSettings() {
        assertEquals("LOADING Redis is loading the dataset in memory", new String(
            new SettingsUpdate(settings, true, true).set(List.of("dir", "/")), StandardCharsets.ISO_8859_1));
        assertNull(new SettingsUpdate(settings, true, false).set(List.of("dir", "/")));
    }

    @Test
    void typedValuesFollowTheTexts() {
        assertEquals("OK", set("client-output-buffer-limit", "replica 1mb 2kb 3", "notify-keyspace-events", "Kx"));
        assertEquals(new BufferLimitsSetting.Limits(1 << 20, 2 << 10, 3),
            settings.clientOutputBufferLimit.limits(BufferLimitsSetting.ClientClass.SLAVE));
        assertEquals(KeyspaceEventsSetting.KEYSPACE | KeyspaceEventsSetting.EXPIRED,
            settings.notifyKeyspaceEvents.classes());
        assertEquals(Choice.AppendFsync.EVERYSEC, settings.appendfsync.value());
        assertEquals(new SaveSetting.SavePoint(3600, 1), settings.save.points().get(0));
    }
}
