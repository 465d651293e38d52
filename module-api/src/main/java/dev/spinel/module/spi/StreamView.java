package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.StreamApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A key as a stream. Valid as long as its key is open. */
public final class StreamView {
    private static final int ID_BYTES = 2 * Long.BYTES;
    private static final int AUTO_ID = 1;

    private final ModuleContext context;
    private final ModuleKey key;

    /** Where an entry stands: unsigned milliseconds and a number among those of the same one. */
    public record Id(long ms, long sequence) {
        @Override
        public String toString() {
            return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(sequence);
        }
    }

    /**
     * One entry.
     *
     * @param words field, value, field, value ...
     */
    public record Entry(Id id, List<byte[]> words) {
        /** A word in UTF-8. */
        public String text(int index) {
            return new String(words.get(index), StandardCharsets.UTF_8);
        }
    }

    StreamView(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    /** Adds an entry of fields and values under the next id, which it answers; an absent key comes into being. */
    public Id add(String... fieldsAndValues) {
        List<byte[]> words = new ArrayList<>();
        for (String word : fieldsAndValues) {
            words.add(word.getBytes(StandardCharsets.UTF_8));
        }
        return add(null, words);
    }

    /** Adds an entry under an id, which must be above all others; null for the next one. */
    public Id add(Id wanted, List<byte[]> fieldsAndValues) {
        if (fieldsAndValues.size() % 2 != 0) {
            throw new IllegalArgumentException("a field without a value");
        }
        long id = id(wanted);
        int flags = wanted == null ? AUTO_ID : 0;
        Key.check(context.strings().withVector(fieldsAndValues, argv ->
                StreamApi.streamAdd(key, flags, id, argv, fieldsAndValues.size() / 2)));
        return read(id);
    }

    /** Removes an entry; false when there is none. */
    public boolean remove(Id id) {
        return StreamApi.streamDelete(key, id(id)) == ReplyApi.OK;
    }

    /** Keeps the newest entries; how many went. */
    public long trimTo(long length) {
        return StreamApi.streamTrimByLength(key, 0, length);
    }

    /** Visits the entries from one id to another, both included, null for no bound. */
    public void forEach(Id from, Id to, Consumer<Entry> visitor) {
        long first = from == null ? 0 : id(from);
        long last = to == null ? 0 : id(to);
        if (key == null || StreamApi.streamIteratorStart(key, 0, first, last) != ReplyApi.OK) {
            return;
        }
        long at = id(null);
        long count = context.scratch(new byte[Long.BYTES]);
        try {
            while (StreamApi.streamIteratorNextId(key, at, count) == ReplyApi.OK) {
                visitor.accept(new Entry(read(at), words()));
            }
        } finally {
            StreamApi.streamIteratorStop(key);
        }
    }

    private List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        long pair = context.scratch(new byte[ID_BYTES]);
        while (StreamApi.streamIteratorNextField(key, pair, pair + Long.BYTES) == ReplyApi.OK) {
            words.add(Strings.taken(Native.getLong(pair)));
            words.add(Strings.taken(Native.getLong(pair + Long.BYTES)));
        }
        return words;
    }

    private long id(Id id) {
        long address = context.scratch(new byte[ID_BYTES]);
        if (id != null) {
            Native.putLong(address, id.ms());
            Native.putLong(address + Long.BYTES, id.sequence());
        }
        return address;
    }

    private static Id read(long address) {
        return new Id(Native.getLong(address), Native.getLong(address + Long.BYTES));
    }
}
