package dev.spinel.persistence.snapshot;

import dev.spinel.engine.EngineHarness;
import java.util.SplittableRandom;

/** Random changes to a few keys of every type and size, as commands. Replays from its seed. */
public final class DataMutator {
    private static final int KEYS = 12;
    private static final int MEMBERS = 400;

    private final EngineHarness engine;
    private final SplittableRandom random;

    public DataMutator(EngineHarness engine, long seed) {
        this.engine = engine;
        random = new SplittableRandom(seed);
    }

    public void change(int commands) {
        for (int i = 0; i < commands; i++) {
            change();
        }
    }

    private void change() {
        switch (random.nextInt(36)) {
            case 0, 1 -> run("SET", key("s"), text());
            case 2 -> run("APPEND", key("s"), text());
            case 3 -> run("SETRANGE", key("s"), number(3000), text());
            case 4 -> run("INCRBY", key("n"), number(100000));
            case 5, 6 -> run(random.nextBoolean() ? "RPUSH" : "LPUSH", key("l"), text(), number(1000), text());
            case 7 -> run("LSET", key("l"), number(20), text());
            case 8 -> run("LINSERT", key("l"), "BEFORE", number(1000), text());
            case 9 -> run(random.nextBoolean() ? "LPOP" : "RPOP", key("l"), number(8));
            case 10 -> run("LTRIM", key("l"), number(3), "-" + number(5));
            case 11, 12 -> run("SADD", key("u"), member(), member(), member());
            case 13 -> run("SREM", key("u"), member(), member());
            case 14 -> run("SADD", key("i"), number(100000), number(1 << 20));
            case 15 -> run("SUNIONSTORE", key("u"), key("u"), key("i"));
            case 16, 17 -> run("HSET", key("h"), member(), text(), member(), number(1000));
            case 18 -> run("HDEL", key("h"), member(), member());
            case 19 -> run("HPEXPIRE", key("h"), "100000000", "FIELDS", "1", member());
            case 20, 21 -> run("ZADD", key("z"), number(1000), member(), number(9) + ".5", member());
            case 22 -> run("ZREM", key("z"), member(), member());
            case 23 -> run("ZREMRANGEBYRANK", key("z"), number(30), number(40));
            case 24 -> run("XADD", key("x"), "*", member(), text());
            case 25 -> stream();
            case 26 -> run("PEXPIRE", anyKey(), "1000000000");
            case 27 -> run("PERSIST", anyKey());
            case 28 -> run("RENAME", anyKey(), key("r"));
            case 29 -> run(random.nextBoolean() ? "COPY" : "MOVE", anyKey(), number(4));
            case 30 -> rare();
            case 31, 32 -> array();
            case 33 -> newerStream();
            case 34 -> together();
            default -> grow();
        }
    }

    /** Commands that wait before they are executed: their words lie elsewhere meanwhile. */
    private void together() {
        run("MULTI");
        run("SET", key("s"), text());
        run("GETSET", key("s"), text());
        run("MSET", key("s"), text(), key("s"), text());
        run("EXEC");
    }

    private void stream() {
        run("XGROUP", "CREATE", key("x"), "g" + number(3), "0");
        run("XREADGROUP", "GROUP", "g" + number(3), "c" + number(3), "COUNT", "5", "STREAMS", key("x"), ">");
        run("XTRIM", key("x"), "MAXLEN", number(200));
    }

    private void newerStream() {
        String key = key("y");
        run("XADD", key, "IDMP", "p" + number(3), text(), "*", member(), text());
        run("XGROUP", "CREATE", key, "g", "0");
        run("XREADGROUP", "GROUP", "g", "c" + number(3), "COUNT", "3", "CLAIM", "0", "STREAMS", key, ">");
        run("XNACK", key, "g", "FAIL", "IDS", "1", lastId(key), "FORCE");
    }

    private String lastId(String key) {
        String reply = engine.run("XREVRANGE", key, "+", "-", "COUNT", "1");
        return reply.lines().filter(line -> line.matches("\\d+-\\d+")).findFirst().orElse("1-1");
    }

    private void array() {
        String key = key("a");
        switch (random.nextInt(6)) {
            case 0 -> run("ARDEL", key, number(300), number(300), number(1 << 30));
            case 1 -> run("ARDELRANGE", key, number(9000), number(9000));
            case 2 -> run("ARINSERT", key, text(), number(1000), number(9) + "." + number(1000));
            case 3 -> run("ARRING", key, number(500), text());
            case 4 -> run("ARSET", key, number(1 << 30), text());
            default -> run("ARSET", key, number(300), member(), text(), number(9), number(9), number(9), member());
        }
    }

    private void rare() {
        switch (random.nextInt(12)) {
            case 0 -> run("SWAPDB", "0", number(3));
            case 1 -> run("SELECT", number(3));
            case 2 -> run("FLUSHDB", random.nextBoolean() ? "ASYNC" : "SYNC");
            default -> run("UNLINK", anyKey(), anyKey());
        }
    }

    /** Many elements at once, so that every encoding is met. */
    private void grow() {
        String[] words = new String[2 + 2 * 40];
        words[0] = random.nextBoolean() ? "HSET" : "ZADD";
        words[1] = key(words[0].equals("HSET") ? "h" : "z");
        for (int i = 2; i < words.length; i += 2) {
            words[i] = words[0].equals("HSET") ? member() : number(500);
            words[i + 1] = member();
        }
        run(words);
    }

    private void run(String... words) {
        engine.run(words);
    }

    private String key(String kind) {
        return kind + random.nextInt(KEYS);
    }

    private String anyKey() {
        return key(String.valueOf("snluihzxray".charAt(random.nextInt(11))));
    }

    private String member() {
        int member = random.nextInt(MEMBERS);
        return member % 37 == 0 ? ("m" + member).repeat(80) : "m" + member;
    }

    private String number(int bound) {
        return Integer.toString(random.nextInt(bound));
    }

    private String text() {
        int length = 1 << random.nextInt(random.nextInt(20) == 0 ? 17 : 9);
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(text);
    }
}
