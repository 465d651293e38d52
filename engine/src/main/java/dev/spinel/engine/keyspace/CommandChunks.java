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
    private final long keyAddress;
    private final long keyLength;
    private final int wordsPerItem;
    private long itemsLeft;
    private int room;

    /** @param items how many there will be in all */
    public CommandChunks(CommandSink sink, byte[] name, Key key, long items, int wordsPerItem) {
        this(sink, name, key.address(), key.length(), items, wordsPerItem);
    }

    /** As for a key, by the bytes of its name, which must stay where they are. */
    public CommandChunks(CommandSink sink, byte[] name, long keyAddress, long keyLength, long items, int wordsPerItem) {
        this.sink = sink;
        this.name = name;
        this.keyAddress = keyAddress;
        this.keyLength = keyLength;
        this.wordsPerItem = wordsPerItem;
        itemsLeft = items;
    }

    /** Makes room for an item; write its words to what this answers. */
    public CommandSink next() {
        if (room == 0) {
            room = (int) Math.min(itemsLeft, ITEMS);
            sink.command(name, 2L + (long) room * wordsPerItem).bytes(keyAddress, keyLength);
        }
        room--;
        itemsLeft--;
        return sink;
    }
}
