package dev.spinel.module.abi;

import java.lang.invoke.VarHandle;

/**
 * Every {@link Handle} that C may hold, by the address of its native cell. Process-wide, any thread.
 *
 * <pre>
 *   cell:  0                     8         12        16
 *          | first word          | life    | note    |  first word: GetApi for contexts, else 0
 *                                                       life: generation, 0 in the low bit once closed
 *                                                       note: a number for machine code, -1 for none
 * </pre>
 *
 * <p>The cells lie in one reserved range, so an address names its slot without touching memory: a wild pointer is
 * refused by arithmetic. A closed cell rests in a queue before it is used again, so a pointer kept too long is
 * found out rather than taken for its successor. Who has many short lives keeps its cell between them ({@link #pause})
 * and rests itself.
 */
public final class HandleTable {
    static final int CELL_BYTES = 16;
    private static final int CELL_SHIFT = 4;
    private static final int LIFE_OFFSET = Long.BYTES;
    static final int NOTE_OFFSET = LIFE_OFFSET + Integer.BYTES;
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_CELLS = 1 << CHUNK_SHIFT;
    private static final int MAX_CELLS = 1 << 24;
    /** How many closed cells rest before the first of them is used again. */
    private static final int RESTING_CELLS = 1024;

    private static final long BASE = Libc.reserve((long) MAX_CELLS * CELL_BYTES);
    private static final Handle[][] CHUNKS = new Handle[MAX_CELLS >> CHUNK_SHIFT][];

    private static final Object LOCK = new Object();
    private static int[] resting = new int[2 * RESTING_CELLS];
    private static int restingHead;
    private static int restingCount;
    private static int usedCells;
    private static int liveCells;

    private HandleTable() {}

    /**
     * Gives {@code handle} a cell and returns its address.
     *
     * @param firstWord what C reads through the pointer: {@link FunctionTable#getApi} for a context, else 0
     * @throws IllegalStateException when it is open already or 16 M handles are
     */
    public static long open(Handle handle, long firstWord) {
        if (handle.address() != 0) {
            throw new IllegalStateException(name(handle) + " is open already");
        }
        long address;
        synchronized (LOCK) {
            int index = restingCount > RESTING_CELLS || usedCells == MAX_CELLS ? wake() : usedCells++;
            if (CHUNKS[index >>> CHUNK_SHIFT] == null) {
                CHUNKS[index >>> CHUNK_SHIFT] = new Handle[CHUNK_CELLS];
            }
            address = BASE + ((long) index << CELL_SHIFT);
            handle.address(address);
            Native.putLong(address, firstWord);
            Native.putInt(address + NOTE_OFFSET, -1);
            Native.putInt(address + LIFE_OFFSET, Native.getInt(address + LIFE_OFFSET) + 1);
            VarHandle.releaseFence();
            CHUNKS[index >>> CHUNK_SHIFT][index & CHUNK_CELLS - 1] = handle;
            liveCells++;
        }
        return address;
    }

    /** Ends the life of a handle: from now on its address is refused. Closing a closed handle does nothing. */
    public static void close(Handle handle) {
        synchronized (LOCK) {
            long address = handle.address();
            if (address == 0) {
                return;
            }
            int index = (int) (address - BASE >>> CELL_SHIFT);
            boolean isPaused = CHUNKS[index >>> CHUNK_SHIFT][index & CHUNK_CELLS - 1] == null;
            CHUNKS[index >>> CHUNK_SHIFT][index & CHUNK_CELLS - 1] = null;
            handle.address(0);
            Native.putLong(address, 0);
            Native.putInt(address + LIFE_OFFSET, Native.getInt(address + LIFE_OFFSET) + (isPaused ? 0 : 1));
            rest(index);
            liveCells--;
        }
    }

    /**
     * Ends the life of a handle that will live again soon: its address is refused until {@link #begin}, and stays its
     * own. Whoever pauses it closes it in the end. Cheaper than {@link #close}, since nobody else wants the cell.
     */
    public static void pause(Handle handle) {
        long address = handle.address();
        int index = (int) (address - BASE >>> CELL_SHIFT);
        CHUNKS[index >>> CHUNK_SHIFT][index & CHUNK_CELLS - 1] = null;
        Native.putLong(address, 0);
        Native.putInt(address + LIFE_OFFSET, Native.getInt(address + LIFE_OFFSET) + 1);
    }

    /** Begins the next life of a handle: its first ({@link #open}), or one after a pause. */
    public static void begin(Handle handle, long firstWord) {
        if (handle.address() == 0) {
            open(handle, firstWord);
        } else {
            resume(handle, firstWord);
        }
    }

    /** Begins the next life of a handle that is paused. */
    private static void resume(Handle handle, long firstWord) {
        long address = handle.address();
        int index = (int) (address - BASE >>> CELL_SHIFT);
        Native.putLong(address, firstWord);
        Native.putInt(address + NOTE_OFFSET, -1);
        Native.putInt(address + LIFE_OFFSET, Native.getInt(address + LIFE_OFFSET) + 1);
        VarHandle.releaseFence();
        CHUNKS[index >>> CHUNK_SHIFT][index & CHUNK_CELLS - 1] = handle;
    }

    /**
     * The object behind a pointer from C; NULL is null.
     *
     * @throws BadHandleException when the pointer is not a live handle of that type
     */
    public static <T extends Handle> T resolve(long address, Class<T> type) {
        return type.cast(find(address, type));
    }

    /** As {@link #resolve}, in the form the stubs are composed of. */
    static Handle find(long address, Class<?> type) {
        if (address == 0) {
            return null;
        }
        long offset = address - BASE;
        if (offset >= 0 && offset < (long) MAX_CELLS * CELL_BYTES && (offset & CELL_BYTES - 1) == 0) {
            Handle[] chunk = CHUNKS[(int) (offset >>> CELL_SHIFT + CHUNK_SHIFT)];
            Handle handle = chunk == null ? null : chunk[(int) (offset >>> CELL_SHIFT) & CHUNK_CELLS - 1];
            if (type.isInstance(handle)) {
                return handle;
            }
            throw refusal(address, type, handle, chunk != null && Native.getInt(address + LIFE_OFFSET) != 0);
        }
        throw refusal(address, type, null, false);
    }

    /**
     * Leaves a number that machine code may answer in place of a method, while the handle is open or paused: see {@link
     * FunctionTable}.
     *
     * @param note not negative; -1 for none
     */
    public static void note(Handle handle, int note) {
        Native.putInt(handle.address() + NOTE_OFFSET, note);
    }

    /** Writes where the cells lie: start, bytes. */
    static void describe(long address) {
        Native.putLong(address, BASE);
        Native.putLong(address + Long.BYTES, (long) MAX_CELLS * CELL_BYTES);
    }

    /** Whether an address lies where cells lie, live or not. */
    static boolean isCell(long address) {
        return address - BASE >= 0 && address - BASE < (long) MAX_CELLS * CELL_BYTES;
    }

    /** Handles open now; a server at rest after unloading every module has none. */
    public static int liveCount() {
        synchronized (LOCK) {
            return liveCells;
        }
    }

    private static BadHandleException refusal(long address, Class<?> type, Handle handle, boolean wasOpen) {
        String found;
        if (handle != null) {
            found = "a " + name(handle);
        } else {
            found = wasOpen ? "already closed" : "no handle of this server";
        }
        return new BadHandleException("wanted a " + type.getSimpleName() + ", but 0x" + Long.toHexString(address)
                + " is " + found);
    }

    private static String name(Handle handle) {
        return handle.getClass().getSimpleName();
    }

    private static void rest(int index) {
        if (restingCount == resting.length) {
            int[] larger = new int[2 * restingCount];
            for (int i = 0; i < restingCount; i++) {
                larger[i] = resting[(restingHead + i) % restingCount];
            }
            resting = larger;
            restingHead = 0;
        }
        resting[(restingHead + restingCount++) % resting.length] = index;
    }

    private static int wake() {
        if (restingCount == 0) {
            throw new IllegalStateException("all " + MAX_CELLS + " module handles are open");
        }
        int index = resting[restingHead];
        restingHead = (restingHead + 1) % resting.length;
        restingCount--;
        return index;
    }
}
