package dev.spinel.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What a server holds while it saves, and how it is changed meanwhile. */
enum SavedData {
    /** Keys with a string each; writes set random ones again. */
    STRINGS("SET"),

    /** One list of as many elements; writes push to its end and pop from its head by turns. */
    LIST("RPUSH") {
        @Override
        String key(int i) {
            return "list";
        }

        @Override
        Pacer.Writes changes(int keys, int valueBytes) {
            return new PushesAndPops(super.changes(keys, valueBytes));
        }
    },

    /** Keys with a value each that only a compiled module can read; writes set random ones again. */
    MODULE("BOX.SET") {
        @Override
        List<String> modules() {
            return List.of("boxes");
        }
    };

    private static final long SEED = 7;
    private static final String DIGITS = "%012d";

    private final String command;

    SavedData(String command) {
        this.command = command;
    }

    /** Sends what makes key or element number {@code i}. */
    final void fill(RespClient client, Values values, int i) throws IOException {
        client.send(command, key(i), values.of(i));
    }

    /** Random writes, the same at every server. */
    Pacer.Writes changes(int keys, int valueBytes) {
        return new Sets(this, keys, valueBytes);
    }

    /** C sources the servers need. */
    List<String> modules() {
        return List.of();
    }

    String key(int i) {
        return "key:" + DIGITS.formatted(i);
    }

    /** One command with a random key and value, written over a template. */
    private static final class Sets implements Pacer.Writes {
        private final Random random = new Random(SEED);
        private final byte[] template;
        private final byte[] pool;
        private final int valueBytes;
        private final int keys;
        /** Of the key's last digit in the template; less than zero where the key has none. */
        private final int lastDigitAt;

        Sets(SavedData data, int keys, int valueBytes) {
            Values values = new Values(valueBytes);
            this.keys = keys;
            this.valueBytes = valueBytes;
            this.pool = values.pool.getBytes(StandardCharsets.US_ASCII);
            this.template = Workload.encode(List.of(data.command, data.key(0), values.of(0)));
            String digits = DIGITS.formatted(0);
            int digitsAt = data.key(0).endsWith(digits)
                    ? new String(template, StandardCharsets.US_ASCII).indexOf(digits) : -1;
            this.lastDigitAt = digitsAt < 0 ? -1 : digitsAt + digits.length() - 1;
        }

        @Override
        public void put(ByteBuffer out) {
            int start = out.position();
            out.put(template);
            int rest = random.nextInt(keys);
            for (int at = start + lastDigitAt; lastDigitAt >= 0 && rest > 0; at--, rest /= 10) {
                out.put(at, (byte) ('0' + rest % 10));
            }
            int valueAt = out.position() - valueBytes - 2;
            out.put(valueAt, pool, random.nextInt(Values.POOL_BYTES), valueBytes);
        }

        @Override
        public int largestBytes() {
            return template.length;
        }
    }

    /** The other writes and pops, by lot. */
    private static final class PushesAndPops implements Pacer.Writes {
        private final Random random = new Random(SEED);
        private final byte[] pop = Workload.encode(List.of("LPOP", "list"));
        private final Pacer.Writes pushes;

        PushesAndPops(Pacer.Writes pushes) {
            this.pushes = pushes;
        }

        @Override
        public void put(ByteBuffer out) {
            if (random.nextBoolean()) pushes.put(out);
            else out.put(pop);
        }

        @Override
        public int largestBytes() {
            return Math.max(pop.length, pushes.largestBytes());
        }
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
