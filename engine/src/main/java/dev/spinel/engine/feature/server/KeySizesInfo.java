package dev.spinel.engine.feature.server;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.SizeHistogram;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.stats.InfoWriter;

/** INFO keysizes: per database and type, how many keys have a size from each power of two on. */
final class KeySizesInfo {
    private static final int[] TYPES =
            {ValueType.STRING, ValueType.LIST, ValueType.SET, ValueType.SORTED_SET, ValueType.HASH};
    private static final String[] NAMES =
            {"strings_sizes", "lists_items", "sets_items", "zsets_items", "hashes_items"};
    private static final String[] UNITS = {"", "K", "M", "G", "T", "P"};
    private static final int BITS_PER_UNIT = 10;

    private final Keyspace keyspace;

    KeySizesInfo(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    void write(InfoWriter writer) {
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            Database database = keyspace.database(i);
            for (int t = 0; t < TYPES.length; t++) {
                String bins = bins(database.sizes(), TYPES[t]);
                if (!bins.isEmpty()) {
                    writer.field("db" + i + "_distrib_" + NAMES[t], bins);
                }
            }
        }
    }

    private static String bins(SizeHistogram sizes, int type) {
        StringBuilder bins = new StringBuilder();
        for (int bin = 0; bin < SizeHistogram.BINS; bin++) {
            long count = sizes.count(type, bin);
            if (count > 0) {
                bins.append(bins.isEmpty() ? "" : ",").append(label(bin)).append('=').append(count);
            }
        }
        return bins.toString();
    }

    private static String label(int bin) {
        if (bin == 0) {
            return "0";
        }
        int power = bin - 1;
        return (1L << power % BITS_PER_UNIT) + UNITS[power / BITS_PER_UNIT];
    }
}
