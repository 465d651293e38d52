package dev.spinel.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A row of the memory table: what is stored, and what its bytes are divided by. Names read as key/value or
 * member sizes in bytes; keys and members have 16 bytes unless the name says otherwise.
 */
final class DataSet {
    private static final int COLLECTION_LENGTH = 10;
    /** Small collections: one for this many keys of the other rows. */
    private static final int COLLECTION_SHARE = 5;
    private static final long SEED = 42;
    private static final String TTL_SECONDS = "1000000";

    private final String name;
    private final int count;
    private final Filler filler;

    private DataSet(String name, int count, Filler filler) {
        this.name = name;
        this.count = count;
        this.filler = filler;
    }

    /** Sends element number {@code index}; the random numbers are the same for both servers. */
    @FunctionalInterface
    private interface Filler {
        void send(RespClient client, int index, Random random) throws IOException;
    }

    /** Every row, for {@code count} keys or elements; small collections get a fifth of it. */
    static List<DataSet> all(int count) {
        List<DataSet> rows = new ArrayList<>();
        addStrings(rows, count);
        addBigCollections(rows, count);
        addSmallCollections(rows, count / COLLECTION_SHARE);
        return rows;
    }

    String name() {
        return name;
    }

    /** Keys, elements or collections stored. */
    int count() {
        return count;
    }

    /** Sends everything and waits for the replies. */
    void fill(RespClient client) throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < count; i++) filler.send(client, i, random);
        client.drain();
    }

    private static void addStrings(List<DataSet> rows, int count) {
        rows.add(new DataSet("string 16/8 int", count, (client, i, random) -> client.send("SET", key(i), "" + (10_000_000 + i))));
        int[] valueLengths = {8, 32, 100, 1024};
        for (int length : valueLengths) {
            String value = Workload.value(length);
            rows.add(new DataSet("string 16/" + length, count, (client, i, random) -> client.send("SET", key(i), value)));
        }
        for (int length : valueLengths) {
            String value = Workload.value(length);
            rows.add(new DataSet("string 16/" + length + " TTL", count,
                    (client, i, random) -> client.send("SET", key(i), value, "EX", TTL_SECONDS)));
        }
        String value = Workload.value(8);
        rows.add(new DataSet("string 16/8 x1.1", count + count / 10, (client, i, random) -> client.send("SET", key(i), value)));
        rows.add(new DataSet("string 16/8 x1.5", count + count / 2, (client, i, random) -> client.send("SET", key(i), value)));
    }

    private static void addBigCollections(List<DataSet> rows, int count) {
        for (int length : new int[] {8, 32}) {
            String value = Workload.value(length);
            rows.add(new DataSet("1 hash, 16/" + length, count, (client, i, random) -> client.send("HSET", "big", key(i), value)));
        }
        rows.add(new DataSet("1 set, 40-bit int", count,
                (client, i, random) -> client.send("SADD", "big", Long.toString(random.nextLong() >>> 24))));
        rows.add(new DataSet("1 set, 16", count, (client, i, random) -> client.send("SADD", "big", key(i))));
        rows.add(new DataSet("1 zset, 16", count,
                (client, i, random) -> client.send("ZADD", "big", Double.toString(random.nextDouble()), key(i))));
        rows.add(new DataSet("1 list, 16", count, (client, i, random) -> client.send("RPUSH", "big", key(i))));
        rows.add(new DataSet("1 stream, 3 fields", count, (client, i, random) -> client.send(
                "XADD", "big", (1_700_000_000_000L + i) + "-0", "temp", "21", "humid", "50", "id", Integer.toString(i % 100))));
    }

    private static void addSmallCollections(List<DataSet> rows, int count) {
        rows.add(collection("hash of 10, 6/8", count, "HSET", (words, j, random) -> {
            words.add("fld%03d".formatted(j));
            words.add(Workload.value(8));
        }));
        rows.add(collection("set of 10 ints", count, "SADD", (words, j, random) -> words.add("" + (1000 + j))));
        rows.add(collection("set of 10, 8", count, "SADD", (words, j, random) -> words.add(member(j))));
        rows.add(collection("zset of 10, 8", count, "ZADD", (words, j, random) -> {
            words.add("" + random.nextInt(100_000));
            words.add(member(j));
        }));
        rows.add(collection("list of 10, 8", count, "RPUSH", (words, j, random) -> words.add(member(j))));
    }

    /** Adds the words of element {@code j} to a request. */
    @FunctionalInterface
    private interface Element {
        void addWords(List<String> words, int j, Random random);
    }

    private static DataSet collection(String name, int count, String command, Element element) {
        return new DataSet(name, count, (client, i, random) -> {
            List<String> words = new ArrayList<>(List.of(command, key(i)));
            for (int j = 0; j < COLLECTION_LENGTH; j++) element.addWords(words, j, random);
            client.send(words.toArray(String[]::new));
        });
    }

    private static String key(int i) {
        return "key:%012d".formatted(i);
    }

    private static String member(int j) {
        return "member%02d".formatted(j);
    }
}
