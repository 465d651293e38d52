package dev.spinel.engine.command;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows by name, whatever its case; looks up bytes in memory without allocating. */
public final class NameIndex {
    private static final int FNV_PRIME = 0x01000193;
    private static final int FNV_OFFSET = 0x811C9DC5;

    private CommandRow[] slots = new CommandRow[8];
    private int count;

    public int count() {
        return count;
    }

    /** The row of a name, or null. */
    public CommandRow find(long address, long length) {
        int mask = slots.length - 1;
        int hash = FNV_OFFSET;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ Text.toLower(Mem.getByte(address + i))) * FNV_PRIME;
        }
        for (int i = hash & mask; ; i = i + 1 & mask) {
            CommandRow row = slots[i];
            if (row == null || Text.equalsIgnoreCase(address, length, row.word())) {
                return row;
            }
        }
    }

    /** The row of a name in any case, or null; for the slow lane. */
    public CommandRow find(String name) {
        byte[] word = Text.bytes(name.toLowerCase(Locale.ROOT));
        int mask = slots.length - 1;
        for (int i = hash(word) & mask; ; i = i + 1 & mask) {
            CommandRow row = slots[i];
            if (row == null || Arrays.equals(word, row.word())) {
                return row;
            }
        }
    }

    /** All rows, in no particular order. */
    public List<CommandRow> all() {
        List<CommandRow> rows = new ArrayList<>(count);
        for (CommandRow row : slots) {
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    void add(CommandRow row) {
        if (++count * 2 > slots.length) {
            rebuild(slots.length * 2, null);
        }
        place(row);
    }

    void remove(CommandRow row) {
        count--;
        rebuild(slots.length, row);
    }

    private void rebuild(int capacity, CommandRow without) {
        CommandRow[] old = slots;
        slots = new CommandRow[capacity];
        for (CommandRow row : old) {
            if (row != null && row != without) {
                place(row);
            }
        }
    }

    private void place(CommandRow row) {
        int mask = slots.length - 1;
        int i = hash(row.word()) & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = row;
    }

    private static int hash(byte[] word) {
        int hash = FNV_OFFSET;
        for (byte b : word) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        return hash;
    }
}
