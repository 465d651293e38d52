package dev.spinel.module.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the code of a module lies, and which of its functions are on a stack. There is no unwinding across Java
 * frames, so the stack is searched for what a call of the module's code has left there: a stale return address may
 * slip in, none that counts is left out.
 */
final class NativeStack {
    private static final int SEARCHED_WORDS = 16 * 1024;
    private static final int FRAMES = 64;
    private static final int NAME_OFFSET = 16;
    private static final int SYMBOL_ADDRESS_OFFSET = 24;
    private static final int INFO_BYTES = 32;
    private static final Path MAPS = Path.of("/proc/self/maps");

    private final ModuleInstance instance;
    private final long codeStart;
    private final long codeEnd;

    NativeStack(ModuleInstance instance, long codeStart, long codeEnd) {
        this.instance = instance;
        this.codeStart = codeStart;
        this.codeEnd = codeEnd;
    }

    ModuleInstance instance() {
        return instance;
    }

    long codeStart() {
        return codeStart;
    }

    long codeEnd() {
        return codeEnd;
    }

    boolean contains(long address) {
        return address >= codeStart && address < codeEnd;
    }

    /** The module's functions above a stack pointer, innermost first. */
    List<String> frames(long stackPointer) {
        long end = Math.min(endOfMapping(stackPointer), stackPointer + (long) SEARCHED_WORDS * Long.BYTES);
        List<String> frames = new ArrayList<>();
        for (long at = stackPointer; at < end && frames.size() < FRAMES; at += Long.BYTES) {
            long word = Native.getLong(at);
            if (contains(word) && contains(word - 7) && followsCall(word)) {
                frames.add(describe(word));
            }
        }
        return frames;
    }

    /** Whether what lies before an address can be a call: direct, or through a register or memory. */
    private static boolean followsCall(long address) {
        return byteAt(address - 5) == 0xE8 || isIndirect(address - 2) || isIndirect(address - 3)
                || isIndirect(address - 6) || isIndirect(address - 7);
    }

    /** {@code FF /2}. */
    private static boolean isIndirect(long at) {
        return byteAt(at) == 0xFF && (byteAt(at + 1) >> 3 & 7) == 2;
    }

    private static int byteAt(long address) {
        return Native.getByte(address) & 0xFF;
    }

    /** First address behind the mapping that holds {@code address}; the address itself when nobody knows. */
    private static long endOfMapping(long address) {
        try {
            for (String line : Files.readAllLines(MAPS)) {
                int dash = line.indexOf('-');
                int blank = line.indexOf(' ');
                long end = Long.parseUnsignedLong(line.substring(dash + 1, blank), 16);
                if (Long.parseUnsignedLong(line.substring(0, dash), 16) <= address && address < end) {
                    return end;
                }
            }
        } catch (IOException unknown) {
            return address;
        }
        return address;
    }

    /** {@code function+0x12 (0x7f...)}: the exported function before an address, if the dynamic linker knows one. */
    static String describe(long address) {
        try (java.lang.foreign.Arena scratch = java.lang.foreign.Arena.ofConfined()) {
            long info = scratch.allocate(INFO_BYTES, Long.BYTES).address();
            String name = Libc.dladdr(address, info) == 0 ? null : Native.text(Native.getLong(info + NAME_OFFSET));
            String where = " (0x" + Long.toHexString(address) + ")";
            return name == null ? "?" + where
                    : name + "+0x" + Long.toHexString(address - Native.getLong(info + SYMBOL_ADDRESS_OFFSET)) + where;
        }
    }
}
