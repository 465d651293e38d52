package dev.spinel.persistence.aof;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.NativeView;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a file of commands and annotations, item by item. Nothing in the file makes it allocate more than the file is
 * long. For one thread, which may use the arena.
 *
 * <pre>
 *   buffer             item                  cursor                  filled      capacity
 *   | read before      | item being read …   | not looked at yet     | free      |
 *   fileOffset = offset in the file of the first byte of the buffer
 * </pre>
 */
public final class AofReader implements AutoCloseable {
    /** What {@link #next} found. */
    public enum Item {
        /** A command: {@link #args}. */
        COMMAND,
        /** A line that starts with {@code #}: {@link #annotation}. */
        ANNOTATION,
        /** The file ends here, between two items. */
        END,
        /** The file ends inside an item. */
        SHORT,
        /** What stands here is neither: {@link #problem}. */
        MALFORMED
    }

    private static final int FIRST_BYTES = 256 * 1024;
    private static final int LONGEST_LINE = 1024;
    private static final int LEAST_ARGUMENT_BYTES = 6;

    private final StoredFile file;
    private final long fileLength;
    private final Args args = new Args();
    private long buffer;
    private int capacity;
    private ByteBuffer view;
    private long fileOffset;
    private int item;
    private int cursor;
    private int filled;
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private String annotation;
    private String problem;
    private long problemOffset;
    private boolean isShort;

    /** Starts at the position of the file, which stays the caller's. */
    public AofReader(StoredFile file) throws IOException {
        this.file = file;
        fileLength = file.length();
        fileOffset = file.position();
        allocate(FIRST_BYTES);
    }

    private void allocate(int bytes) {
        buffer = Arena.allocate(MemoryTag.JOURNAL, bytes);
        capacity = bytes;
        view = NativeView.of(buffer, capacity);
    }

    /** Offset of the first byte of the item {@link #next} read. */
    public long start() {
        return fileOffset + item;
    }

    /** Offset behind the item {@link #next} read. */
    public long end() {
        return fileOffset + cursor;
    }

    public long fileLength() {
        return fileLength;
    }

    /** The words of the command; borrowed until the next item. */
    public Args args() {
        return args;
    }

    /** The line, without its mark and line break. */
    public String annotation() {
        return annotation;
    }

    /** What is wrong with an item that is malformed or short. */
    public String problem() {
        return problem;
    }

    /** Offset at which an item stopped making sense. */
    public long problemOffset() {
        return problemOffset;
    }

    /** Reads the next item. After anything but a command or an annotation there is none. */
    public Item next() throws IOException {
        args.clear();
        item = cursor;
        isShort = false;
        problem = null;
        if (!need(1)) {
            return Item.END;
        }
        byte first = Mem.getByte(buffer + cursor);
        if (first == '#') {
            return readAnnotation();
        }
        if (readCommand()) {
            return Item.COMMAND;
        }
        return isShort ? Item.SHORT : Item.MALFORMED;
    }

    private Item readAnnotation() throws IOException {
        int end = lineEnd();
        if (end < 0) {
            return isShort ? Item.SHORT : Item.MALFORMED;
        }
        annotation = Text.string(buffer + cursor + 1, end - cursor - 1).stripTrailing();
        cursor = end + 1;
        return Item.ANNOTATION;
    }

    private boolean readCommand() throws IOException {
        long count = readHeader('*');
        if (problem != null) {
            return false;
        }
        if (count < 1) {
            return malformed(item, "Expected at least one argument");
        }
        if (count > (fileLength - end()) / LEAST_ARGUMENT_BYTES) {
            return cutShort();
        }
        if (count > starts.length) {
            starts = new int[(int) count];
            lengths = new int[(int) count];
        }
        for (int i = 0; i < count; i++) {
            if (!readArgument(i)) {
                return false;
            }
        }
        for (int i = 0; i < count; i++) {
            args.add(buffer + item + starts[i], lengths[i]);
        }
        return true;
    }

    private boolean readArgument(int index) throws IOException {
        long length = readHeader('$');
        if (problem != null) {
            return false;
        }
        if (length > fileLength - end() || length > Integer.MAX_VALUE - 2 - (cursor - item)) {
            return cutShort();
        }
        starts[index] = cursor - item;
        lengths[index] = (int) length;
        if (!need((int) length + 2)) {
            return cutShort();
        }
        cursor += (int) length;
        if (Mem.getByte(buffer + cursor) != '\r' || Mem.getByte(buffer + cursor + 1) != '\n') {
            return malformed(cursor, "Expected \\r\\n, got: " + hex(cursor) + hex(cursor + 1));
        }
        cursor += 2;
        return true;
    }

    private String hex(int position) {
        return String.format("%02x", Mem.getUnsignedByte(buffer + position));
    }

    /** A mark, a number that is not negative, and a line break; 0 after a problem. */
    private long readHeader(char kind) throws IOException {
        if (!need(1)) {
            cutShort();
            return 0;
        }
        byte mark = Mem.getByte(buffer + cursor);
        if (mark != kind) {
            malformed(cursor, "Expected prefix '" + kind + "', got: '" + (char) (mark & 0xFF) + "'");
            return 0;
        }
        int end = lineEnd();
        if (end < 0) {
            return 0;
        }
        int start = cursor + 1;
        long value = end - start < 2 || Mem.getByte(buffer + end - 1) != '\r' ? -1 : digits(start, end - 1);
        if (value < 0) {
            malformed(cursor, "Expected a length after '" + kind + "'");
            return 0;
        }
        cursor = end + 1;
        return value;
    }

    /** The number written there, or -1. */
    private long digits(int from, int to) {
        long value = 0;
        if (to - from > 18) {
            return -1;
        }
        for (int i = from; i < to; i++) {
            int digit = Mem.getByte(buffer + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Position of the line feed that ends the line at the cursor; -1 after a problem. */
    private int lineEnd() throws IOException {
        for (int i = 0; i < LONGEST_LINE; i++) {
            if (cursor + i >= filled && !need(i + 1)) {
                cutShort();
                return -1;
            }
            if (Mem.getByte(buffer + cursor + i) == '\n') {
                return cursor + i;
            }
        }
        malformed(cursor, "Expected a line break");
        return -1;
    }

    private boolean cutShort() {
        isShort = true;
        problem = "Unexpected end of file";
        problemOffset = end();
        return false;
    }

    private boolean malformed(int position, String what) {
        problem = what;
        problemOffset = fileOffset + position;
        return false;
    }

    /** Makes {@code bytes} bytes from the cursor on available; false when the file has no more. */
    private boolean need(int bytes) throws IOException {
        if (cursor + bytes <= filled) {
            return true;
        }
        if (cursor + bytes > capacity) {
            makeRoom(bytes);
        }
        while (filled < cursor + bytes) {
            int read = file.read(view.position(filled).limit(capacity));
            if (read <= 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    /** Moves the item to the front of a buffer that is large enough. */
    private void makeRoom(int bytes) {
        int kept = filled - item;
        int needed = cursor - item + bytes;
        long old = buffer;
        if (needed > capacity) {
            long doubled = Math.min(Math.max(needed, capacity * 2L), Integer.MAX_VALUE);
            allocate((int) Math.min(doubled, Math.max(needed, fileLength - start())));
        }
        Mem.copy(old + item, buffer, kept);
        if (old != buffer) {
            Arena.free(old);
        }
        fileOffset += item;
        cursor -= item;
        item = 0;
        filled = kept;
    }

    @Override
    public void close() {
        args.clear();
        Arena.free(buffer);
    }
}
