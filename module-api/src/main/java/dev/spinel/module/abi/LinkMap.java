package dev.spinel.module.abi;

import java.lang.foreign.Arena;
import java.util.function.LongUnaryOperator;

/**
 * The imports of one loaded library: the words of its tables through which it calls functions of others. Replacing
 * one redirects that library alone.
 */
final class LinkMap {
    private static final int REQUEST_LINK_MAP = 2;
    private static final int LOAD_ADDRESS_OFFSET = 0;
    private static final int DYNAMIC_OFFSET = 16;
    private static final int DYNAMIC_ENTRY_BYTES = 16;

    private static final int TAG_END = 0;
    private static final int TAG_PLT_BYTES = 2;
    private static final int TAG_STRINGS = 5;
    private static final int TAG_SYMBOLS = 6;
    private static final int TAG_RELOCATIONS = 7;
    private static final int TAG_RELOCATION_BYTES = 8;
    private static final int TAG_PLT = 23;

    private static final int RELOCATION_BYTES = 24;
    private static final int RELOCATION_INFO_OFFSET = 8;
    private static final int ADDRESS_OF_SYMBOL = 1;
    private static final int GLOBAL_DATA = 6;
    private static final int JUMP_SLOT = 7;
    private static final int SYMBOL_BYTES = 24;

    private final ElfFile elf;
    private final long loadAddress;
    private final long dynamic;

    LinkMap(NativeLibrary library) {
        this.elf = library.elf();
        try (Arena scratch = Arena.ofConfined()) {
            long result = scratch.allocate(Long.BYTES).address();
            if (Libc.dlinfo(library.handle(), REQUEST_LINK_MAP, result) != 0) {
                throw new IllegalStateException("dlinfo of " + library.path() + " failed: " + Libc.dlerror());
            }
            long map = Native.getLong(result);
            this.loadAddress = Native.getLong(map + LOAD_ADDRESS_OFFSET);
            this.dynamic = Native.getLong(map + DYNAMIC_OFFSET);
        }
    }

    /** Where the code of the library lies in this process. */
    NativeStack stack(ModuleInstance module) {
        return new NativeStack(module, loadAddress + elf.codeStart(), loadAddress + elf.codeEnd());
    }

    /**
     * Redirects every import of {@code symbol}: the operator gets what the library would have called and answers what
     * it shall call. Returns how many words were replaced.
     */
    int redirect(String symbol, LongUnaryOperator replacement) {
        long plt = address(TAG_PLT);
        long relocations = address(TAG_RELOCATIONS);
        return (plt == 0 ? 0 : redirect(plt, value(TAG_PLT_BYTES), symbol, replacement))
                + (relocations == 0 ? 0 : redirect(relocations, value(TAG_RELOCATION_BYTES), symbol, replacement));
    }

    private int redirect(long table, long bytes, String symbol, LongUnaryOperator replacement) {
        int count = 0;
        for (long entry = table; entry < table + bytes; entry += RELOCATION_BYTES) {
            long info = Native.getLong(entry + RELOCATION_INFO_OFFSET);
            int type = (int) info;
            boolean isImport = type == JUMP_SLOT || type == GLOBAL_DATA || type == ADDRESS_OF_SYMBOL;
            if (isImport && symbol.equals(symbolName((int) (info >>> 32)))) {
                long slot = Native.getLong(entry);
                write(slot, replacement.applyAsLong(Native.getLong(loadAddress + slot)));
                count++;
            }
        }
        return count;
    }

    private String symbolName(int index) {
        int name = Native.getInt(address(TAG_SYMBOLS) + (long) index * SYMBOL_BYTES);
        return Native.text(address(TAG_STRINGS) + name);
    }

    private void write(long slot, long value) {
        long address = loadAddress + slot;
        if (slot < elf.readOnlyStart() || slot >= elf.readOnlyEnd()) {
            Native.putLong(address, value);
            return;
        }
        long page = address & -Libc.PAGE_BYTES;
        Libc.protect(page, Libc.PAGE_BYTES, Libc.PROT_READ | Libc.PROT_WRITE);
        Native.putLong(address, value);
        Libc.protect(page, Libc.PAGE_BYTES, Libc.PROT_READ);
    }

    /** A dynamic entry that holds an address; some linkers relocate it in place, some do not. */
    private long address(int tag) {
        long value = value(tag);
        return value == 0 || Long.compareUnsigned(value, loadAddress) >= 0 ? value : loadAddress + value;
    }

    private long value(int tag) {
        for (long entry = dynamic; Native.getLong(entry) != TAG_END; entry += DYNAMIC_ENTRY_BYTES) {
            if (Native.getLong(entry) == tag) {
                return Native.getLong(entry + Long.BYTES);
            }
        }
        return 0;
    }
}
