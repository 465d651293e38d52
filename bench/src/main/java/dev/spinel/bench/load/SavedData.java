package dev.spinel.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What a server holds while it saves, and how it is changed meanwhile. */
enum SavedData {
    /** Keys with a string each; writes set random ones again. */
    STRINGS("SET"),

    /** One list of as many elements; writes push to its end and pop from its head by turns. */
    LIST("RPUSH") {
        @Override
        void fill(RespClient client, Values values, int i) throws IOException {
            client.send(command(), "list", values.of(i));
        }

        @Override
        void change(RespClient client, Values values, int keys, Random random) throws IOException {
            if (random.nextBoolean()) {
                client.call(command(), "list", values.of(random.nextInt()));
            } else {
                client.call("LPOP", "list");
            }
        }
    },

    /** Keys with a value each that only a compiled module can read; writes set random ones again. */
    MODULE("BOX.SET") {
        @Override
        List<String> modules() {
            return List.of("boxes");
        }
    };

    private final String command;

    SavedData(String command) {
        this.command = command;
    }

    /** What makes a key or element. */
    final String command() {
        return command;
    }

    /** Sends what makes key or element number {@code i}. */
    void fill(RespClient client, Values values, int i) throws IOException {
        client.send(command, key(i), values.of(i));
    }

    /** One write, answered. */
    void change(RespClient client, Values values, int keys, Random random) throws IOException {
        client.call(command, key(random.nextInt(keys)), values.of(random.nextInt()));
    }

    /** C sources the servers need. */
    List<String> modules() {
        return List.of();
    }

    private static String key(int i) {
        return "key:%012d".formatted(i);
    }

    /** Texts of one length: pieces of a longer one, which hardly compress. */
    static final class Values {
        private static final int POOL_BYTES = 1 << 20;
        private static final long SEED = 11;
        private static final int FIRST = '0';
        private static final int LETTERS = 64;
        /** Spreads neighbours over the text. */
        private static final int STEP = 0x9E3779B1;

        private final String pool;
        private final int length;

        Values(int length) {
            this.length = length;
            Random random = new Random(SEED);
            StringBuilder text = new StringBuilder(POOL_BYTES + length);
            for (int i = 0; i < POOL_BYTES + length; i++) {
                text.append((char) (FIRST + random.nextInt(LETTERS)));
            }
            pool = text.toString();
        }

        String of(int number) {
            int from = Math.floorMod(number * STEP, POOL_BYTES);
            return pool.substring(from, from + length);
        }
    }
}
