package dev.spinel.engine.keyspace;

/**
 * Spreads the items of one collection over as many commands as it takes: a command that loads one huge collection would
 * hold the server up. Call {@link #next} before each item. Source: AOF_REWRITE_ITEMS_PER_CMD.
 */
public final class CommandChunks {
    /** Most items one command carries. */
    public static final int ITEMS = 64;

    private final CommandSink sink;
    private final byte[] name;
    private final EntryImage value;
    private final int wordsPerItem;
    private long itemsLeft;
    private int room;

    /** @param items how many there will be in all */
    public CommandChunks(CommandSink sink, byte[] name, EntryImage value, long items, int wordsPerItem) {
        this.sink = sink;
        this.name = name;
        this.value = value;
        this.wordsPerItem = wordsPerItem;
        itemsLeft = items;
    }

    /** Makes room for an item; write its words to what this answers. */
    public CommandSink next() {
        if (room == 0) {
            room = (int) Math.min(itemsLeft, ITEMS);
            sink.command(name, 2L + (long) room * wordsPerItem).bytes(value.keyAddress(), value.keyLength());
        }
        room--;
        itemsLeft--;
        return sink;
    }
}
