package dev.spinel.engine.keyspace;

import java.util.Arrays;

/**
 * Keeps the {@link SizeHistogram} of each database while commands change values. Who is about to change a key says
 * {@link #watch}, which notes where the key is counted; who has changed it says {@link #settle}, which counts it where
 * it belongs now. A key is known by the hash of its name, since its entry moves and several flyweights may be bound to
 * it. Between commands nothing is noted. Owned by the keyspace.
 */
public final class SizeBooks {
    private static final int TIDY = 16;

    private long[] names = new long[TIDY];
    private Database[] databases = new Database[TIDY];
    private int[] cells = new int[TIDY];
    private boolean[] isSettled = new boolean[TIDY];
    private int count;

    /** A command starts: whatever the one before it left alone is counted rightly. */
    public void begin() {
        count = 0;
    }

    /** An existing key may change now. */
    void watch(Key key) {
        if (find(key) < 0) {
            note(key, SizeHistogram.cell(key.entry()));
        }
    }

    /** A key came into being; it is counted when it settles. */
    void created(Key key) {
        if (find(key) < 0) {
            note(key, SizeHistogram.NONE);
        }
    }

    /** An existing key goes now. */
    void gone(Key key) {
        watch(key);
        move(find(key), SizeHistogram.NONE);
    }

    /** A key has the value it keeps; one that nobody watches has kept its size. */
    public void settle(Key key) {
        int noted = find(key);
        if (noted >= 0 && key.exists()) {
            move(noted, SizeHistogram.cell(key.entry()));
        }
    }

    private void move(int noted, int cell) {
        if (cells[noted] != cell) {
            databases[noted].sizes().move(cells[noted], cell);
            cells[noted] = cell;
        }
        isSettled[noted] = true;
    }

    private int find(Key key) {
        long name = count == 0 ? 0 : key.hash();
        for (int i = count - 1; i >= 0; i--) {
            if (names[i] == name && databases[i] == key.database()) {
                return i;
            }
        }
        return -1;
    }

    private void note(Key key, int cell) {
        if (count >= TIDY) {
            dropSettled();
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            databases = Arrays.copyOf(databases, count * 2);
            cells = Arrays.copyOf(cells, count * 2);
            isSettled = Arrays.copyOf(isSettled, count * 2);
        }
        names[count] = key.hash();
        databases[count] = key.database();
        cells[count] = cell;
        isSettled[count++] = false;
    }

    private void dropSettled() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!isSettled[i]) {
                names[kept] = names[i];
                databases[kept] = databases[i];
                cells[kept] = cells[i];
                isSettled[kept++] = false;
            }
        }
        count = kept;
    }

    /** Whether a count of all keys of a database agrees with its histogram; between commands. */
    public boolean isRight(Database database) {
        SizeHistogram counted = new SizeHistogram();
        database.table().forEach(slot ->
                counted.move(SizeHistogram.NONE, SizeHistogram.cell(database.table().entryAt(slot))));
        return counted.holdsSameAs(database.sizes());
    }
}
