package dev.spinel.tools.replication;

import dev.spinel.tools.harness.RespClient;
import java.util.SplittableRandom;

/** Changes of all types, with expiry, removal at random and transactions: what must be repeated in another form. */
final class MixedTraffic {
    private static final int CHANGES = 3_000;

    private final SplittableRandom random = new SplittableRandom(11);

    /** Makes some thousand changes. */
    void run(RespClient client) {
        for (int i = 0; i < CHANGES; i++) {
            String number = Integer.toString(random.nextInt(200));
            switch (random.nextInt(12)) {
                case 0 -> client.command("SET", "string" + number, "v" + i, "EX", "1000");
                case 1 -> client.command("INCRBYFLOAT", "float" + number, "0.1");
                case 2 -> client.command("LPUSH", "list", number, "x".repeat(random.nextInt(100)));
                case 3 -> client.command("SADD", "set", number, "m" + i);
                case 4 -> client.command("SPOP", "set", "2");
                case 5 -> client.command("ZADD", "zset", number, "m" + random.nextInt(300));
                case 6 -> client.command("HSET", "hash" + random.nextInt(3), "f" + number, "v" + i);
                case 7 -> client.command("XADD", "stream", "MAXLEN", "~", "100", "*", "f", number);
                case 8 -> client.command("SELECT", Integer.toString(random.nextInt(3)));
                case 9 -> client.command("GETEX", "string" + number, "PX", "500000");
                case 10 -> transaction(client, number);
                default -> client.command("PFADD", "hll", number);
            }
        }
        client.command("SELECT", "0");
    }

    private static void transaction(RespClient client, String number) {
        client.command("MULTI");
        client.command("INCR", "counter");
        client.command("DEL", "string" + number);
        client.command("EXEC");
    }
}
