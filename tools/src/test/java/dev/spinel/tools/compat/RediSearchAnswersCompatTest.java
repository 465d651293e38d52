package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.Requirement;
import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a compiled module answers here and in redis-server to the same commands, one connection, one after the other. */
class RediSearchAnswersCompatTest {
    private static final Path MODULE = Path.of("/usr/lib/redis/modules/redisearch.so");
    private static final int DOCUMENTS = 2_200;
    private static final long SEED = 20_261_121;
    private static final long LEAST_HELD_BYTES = 50_000;
    private static final String[] WORDS = {"arena", "barrier", "cursor", "entry", "handle", "journal", "keyspace", "quicklist",
        "reactor", "snapshot", "granule", "segment"};
    private static final String[] TAGS = {"red", "green", "blue"};
    private static final Pattern HELD = Pattern.compile("module_memory_ft:alloc=(\\d+),");

    private static ServerProcess spinel;
    private static ServerProcess redis;
    private static RespClient ours;
    private static RespClient theirs;

    @BeforeAll
    static void start() {
        ServerTarget oracle = ServerTarget.requiredRedis();
        Requirement.of(Files.exists(MODULE), "redisearch.so");
        List<String> settings = List.of("save \"\"", "enable-debug-command yes", "loadmodule " + MODULE + " SAFEMODE");
        spinel = ServerProcess.start(ServerTarget.spinel(), settings);
        redis = ServerProcess.start(oracle, settings);
        ours = spinel.connect();
        theirs = redis.connect();
    }

    @AfterAll
    static void stop() {
        if (spinel == null || redis == null) return;
        ours.close();
        theirs.close();
        redis.close();
        spinel.close();
    }

    private static void same(String... words) {
        String expected = theirs.command(words).rawText();
        assertEquals(expected, ours.command(words).rawText(), () -> String.join(" ", words));
    }

    private static void createAndFill() {
        same("FT.CREATE", "idx", "SCHEMA", "title", "TEXT", "WEIGHT", "3", "body", "TEXT", "n", "NUMERIC", "SORTABLE", "tag",
                "TAG", "place", "GEO");
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DOCUMENTS; i++) {
            same("FT.ADD", "idx", "doc:" + i, String.valueOf(1 + random.nextInt(9) / 10.0).substring(0, 3), "FIELDS",
                    "title", word(random) + " " + word(random), "body", sentence(random), "n", String.valueOf(i * 7 % 1000),
                    "tag", TAGS[random.nextInt(TAGS.length)], "place", "13." + (100 + i % 800) + ",52." + (100 + i % 700));
        }
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** Short enough for the hash to stay a listpack: the fields of a larger one come in any order. */
    private static String sentence(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int left = 2 + random.nextInt(5); left > 0; left--) text.append(word(random)).append(' ');
        return text.toString().strip();
    }

    private static void search() {
        for (String word : WORDS) {
            same("FT.SEARCH", "idx", word, "LIMIT", "0", "20");
            assertEquals(scores(theirs, word), scores(ours, word), word);
            same("FT.SEARCH", "idx", "@title:" + word + " @n:[100 400]", "SORTBY", "n", "DESC", "LIMIT", "5", "10");
            same("FT.SEARCH", "idx", word.substring(0, 4) + "* -" + WORDS[0], "NOCONTENT", "LIMIT", "0", "1000");
            same("FT.SEARCH", "idx", "\"" + word + " " + WORDS[1] + "\" @tag:{red|blue}", "RETURN", "2", "title", "n");
            same("FT.SEARCH", "idx", word, "HIGHLIGHT", "SUMMARIZE", "FIELDS", "1", "body", "LIMIT", "0", "3");
            same("FT.EXPLAIN", "idx", word + " | (@n:[1 5] " + WORDS[2] + ") ~" + WORDS[3]);
            same("FT.GET", "idx", "doc:" + word.length() * 17);
        }
        same("FT.SEARCH", "idx", "@place:[13.4 52.5 20 km]", "NOCONTENT", "LIMIT", "0", "2000");
        same("FT.SEARCH", "idx", "arena cursor", "SLOP", "2", "INORDER", "NOCONTENT");
        same("FT.SEARCH", "idx", "@nosuch:x");
        same("FT.SEARCH", "idx", "(unbalanced");
        same("FT.SEARCH", "nosuch", "arena");
        same("FT.MGET", "idx", "doc:1", "doc:999999", "doc:2");
        same("FT.TAGVALS", "idx", "tag");
    }

    /** Documents and scores as numbers: redis-server before 7.2 prints them with seventeen digits, whatever they need. */
    private static List<String> scores(RespClient client, String word) {
        List<Reply> found = client.command("FT.SEARCH", "idx", word, "NOCONTENT", "WITHSCORES", "LIMIT", "0", "50").elements();
        List<String> scores = new ArrayList<>();
        for (int i = 1; i < found.size(); i += 2) {
            scores.add(found.get(i).text() + " " + Double.parseDouble(found.get(i + 1).text()));
        }
        return scores;
    }

    private static void aggregate() {
        same("FT.AGGREGATE", "idx", "*", "GROUPBY", "1", "@tag", "REDUCE", "COUNT", "0", "AS", "count", "REDUCE", "SUM", "1",
                "@n", "AS", "sum", "REDUCE", "AVG", "1", "@n", "AS", "mean", "SORTBY", "2", "@tag", "ASC");
        same("FT.AGGREGATE", "idx", "arena", "LOAD", "1", "@title", "APPLY", "upper(@title)", "AS", "loud", "SORTBY", "2",
                "@loud", "DESC", "LIMIT", "0", "7");
        same("FT.AGGREGATE", "idx", "cursor", "GROUPBY", "1", "@nosuch", "REDUCE", "NOSUCH", "0");
        same("FT.AGGREGATE", "idx", "*", "APPLY", "floor(@n/100)", "AS", "hundred", "GROUPBY", "1", "@hundred", "REDUCE",
                "COUNT_DISTINCT", "1", "@tag", "AS", "tags", "SORTBY", "2", "@hundred", "ASC");
    }

    private static void suggest() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int i = 0; i < 300; i++) {
            same("FT.SUGADD", "sug", word(random) + random.nextInt(60), String.valueOf(1 + random.nextInt(5)));
        }
        for (String word : WORDS) {
            same("FT.SUGGET", "sug", word.substring(0, 3), "MAX", "10");
            same("FT.SUGGET", "sug", "x" + word, "FUZZY");
            same("FT.SUGDEL", "sug", word + "7");
        }
        same("FT.SUGLEN", "sug");
        assertEquals(payload(theirs), payload(ours));
        same("FT.SUGADD", "idx:wrong");
    }

    /** DUMP without its version and checksum, which follow from the server's own. */
    private static String payload(RespClient client) {
        String dump = client.command("DUMP", "sug").text();
        return dump.substring(0, dump.length() - 10);
    }

    private static void delete() {
        for (int i = 0; i < DOCUMENTS; i += 3) same("FT.DEL", "idx", "doc:" + i, i % 2 == 0 ? "DD" : "KEEPDOC");
        same("FT.SEARCH", "idx", "arena", "NOCONTENT", "LIMIT", "0", "3000");
        same("EXISTS", "doc:0", "doc:1", "doc:3");
        same("FT.ADD", "idx", "doc:1", "1", "REPLACE", "PARTIAL", "FIELDS", "title", "granule granule");
        same("FT.SEARCH", "idx", "@title:granule", "NOCONTENT", "LIMIT", "0", "500");
    }

    /** A data type of its own forbids to unload it; the bytes it holds show in INFO. */
    private static void holdOn() {
        same("TYPE", "sug");
        same("MODULE", "UNLOAD", "ft");
        String info = ours.command("INFO", "modules").text();
        Matcher held = HELD.matcher(info);
        assertTrue(held.find() && Long.parseLong(held.group(1)) > LEAST_HELD_BYTES, info);
    }

    @Test
    void everyAnswerIsThatOfRedis() {
        createAndFill();
        search();
        aggregate();
        suggest();
        delete();
        holdOn();
        same("FT.DROP", "idx", "KEEPDOCS");
        same("FT.SEARCH", "idx", "arena");
        same("DBSIZE");
        same("DEBUG", "DIGEST-VALUE", "doc:1", "doc:2", "doc:400");
    }
}
