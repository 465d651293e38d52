package dev.spinel.module.abi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What must be known of a shared object before the dynamic linker sees it. Reads the file header and the program
 * headers of 64-bit ELF, little-endian.
 *
 * @param refersToOrigin whether its search path names {@code $ORIGIN}, so that it must be loaded from where it lies
 * @param readOnlyStart  first address, relative to the load address, that is read-only once relocated
 * @param readOnlyEnd    first address after it; both are 0 without such a range
 * @param codeStart      first address, relative to the load address, of the executable segments
 * @param codeEnd        first address after them
 */
record ElfFile(boolean refersToOrigin, long readOnlyStart, long readOnlyEnd, long codeStart, long codeEnd) {
    private static final int HEADER_BYTES = 64;
    private static final int MAGIC = 0x464C457F;
    private static final int CLASS_OFFSET = 4;
    private static final int CLASS_64 = 2;
    private static final int TYPE_OFFSET = 16;
    private static final int SHARED_OBJECT = 3;
    private static final int MACHINE_OFFSET = 18;
    private static final int X86_64 = 62;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE_OFFSET = 54;
    private static final int PROGRAM_HEADER_COUNT_OFFSET = 56;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int LOADED = 1;
    private static final int GNU_STACK = 0x6474E551;
    private static final int GNU_READ_ONLY = 0x6474E552;
    private static final int SEGMENT_FLAGS_OFFSET = 4;
    private static final int SEGMENT_OFFSET_OFFSET = 8;
    private static final int SEGMENT_ADDRESS_OFFSET = 16;
    private static final int SEGMENT_FILE_SIZE_OFFSET = 32;
    private static final int SEGMENT_MEMORY_SIZE_OFFSET = 40;
    private static final int SEGMENT_EXECUTABLE = 1;

    /** @throws ModuleLoadException saying why the file cannot be loaded into this process */
    static ElfFile check(Path path) throws ModuleLoadException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ); Arena mapping = Arena.ofConfined()) {
            long bytes = Math.min(file.size(), Integer.MAX_VALUE);
            ByteBuffer content = file.map(FileChannel.MapMode.READ_ONLY, 0, bytes, mapping).asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            checkHeader(path, content);
            checkSegments(path, content);
            checkStack(path, segment(content, GNU_STACK), content);
            int readOnly = segment(content, GNU_READ_ONLY);
            long start = readOnly == 0 ? 0 : content.getLong(readOnly + SEGMENT_ADDRESS_OFFSET);
            long size = readOnly == 0 ? 0 : content.getLong(readOnly + SEGMENT_MEMORY_SIZE_OFFSET);
            long[] code = code(content);
            return new ElfFile(contains(content, "$ORIGIN") || contains(content, "${ORIGIN}"), start, start + size,
                    code[0], code[1]);
        } catch (IOException e) {
            throw new ModuleLoadException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkHeader(Path path, ByteBuffer content) throws ModuleLoadException {
        if (content.limit() < HEADER_BYTES) {
            throw new ModuleLoadException(path, "file too short");
        }
        if (content.getInt(0) != MAGIC) {
            throw new ModuleLoadException(path, "invalid ELF header");
        }
        if (content.get(CLASS_OFFSET) != CLASS_64 || content.getShort(MACHINE_OFFSET) != X86_64) {
            throw new ModuleLoadException(path, "built for another machine, x86-64 is wanted");
        }
        if (content.getShort(TYPE_OFFSET) != SHARED_OBJECT) {
            throw new ModuleLoadException(path, "not a shared object");
        }
    }

    /** The dynamic linker maps segments without looking at the file's size and dies touching what is not there. */
    private static void checkSegments(Path path, ByteBuffer content) throws ModuleLoadException {
        int size = content.getShort(PROGRAM_HEADER_SIZE_OFFSET) & 0xFFFF;
        long start = content.getLong(PROGRAM_HEADERS_OFFSET);
        if (size != PROGRAM_HEADER_BYTES || !isInside(content, start, (long) segmentCount(content) * size)) {
            throw new ModuleLoadException(path, "file too short");
        }
        for (int i = 0; i < segmentCount(content); i++) {
            int header = (int) start + i * PROGRAM_HEADER_BYTES;
            if (!isInside(content, content.getLong(header + SEGMENT_OFFSET_OFFSET),
                    content.getLong(header + SEGMENT_FILE_SIZE_OFFSET))) {
                throw new ModuleLoadException(path, "file too short");
            }
        }
    }

    /** From the first executable byte to behind the last; zeros when nothing can be executed. */
    private static long[] code(ByteBuffer content) {
        long start = Long.MAX_VALUE;
        long end = 0;
        for (int i = 0; i < segmentCount(content); i++) {
            int header = (int) content.getLong(PROGRAM_HEADERS_OFFSET) + i * PROGRAM_HEADER_BYTES;
            if (content.getInt(header) == LOADED
                    && (content.getInt(header + SEGMENT_FLAGS_OFFSET) & SEGMENT_EXECUTABLE) != 0) {
                long address = content.getLong(header + SEGMENT_ADDRESS_OFFSET);
                start = Math.min(start, address);
                end = Math.max(end, address + content.getLong(header + SEGMENT_MEMORY_SIZE_OFFSET));
            }
        }
        return end == 0 ? new long[2] : new long[] {start, end};
    }

    private static boolean isInside(ByteBuffer content, long offset, long bytes) {
        return offset >= 0 && bytes >= 0 && bytes <= content.limit() && offset <= content.limit() - bytes;
    }

    private static int segmentCount(ByteBuffer content) {
        return content.getShort(PROGRAM_HEADER_COUNT_OFFSET) & 0xFFFF;
    }

    /** Offset of the first program header of that type, or 0. */
    private static int segment(ByteBuffer content, int type) {
        for (int i = 0; i < segmentCount(content); i++) {
            int header = (int) content.getLong(PROGRAM_HEADERS_OFFSET) + i * PROGRAM_HEADER_BYTES;
            if (content.getInt(header) == type) {
                return header;
            }
        }
        return 0;
    }

    /**
     * The dynamic linker would make every stack executable for a library that asks for it or does not say; the JVM's
     * guard pages do not survive that.
     */
    private static void checkStack(Path path, int header, ByteBuffer content) throws ModuleLoadException {
        if (header == 0 || (content.getInt(header + SEGMENT_FLAGS_OFFSET) & SEGMENT_EXECUTABLE) != 0) {
            throw new ModuleLoadException(path, (header == 0 ? "does not say whether it wants" : "wants")
                    + " an executable stack; link it with -z noexecstack");
        }
    }

    private static boolean contains(ByteBuffer content, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at <= content.limit() - wanted.length; at++) {
            int matched = 0;
            while (matched < wanted.length && content.get(at + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
