package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.Native;

/**
 * {@code RedisModuleDictIter}: a place in a dictionary. It keeps a copy of its key, so the dictionary may change under
 * it. After a seek both directions start with the item found. Owned by the module until {@code DictIteratorStop}.
 */
public final class ModuleDictIterator extends Handle {
    private final ModuleDict dict;
    private long key;
    private long keyLength;
    private long value;
    private boolean isFresh;
    private boolean isAtEnd;

    ModuleDictIterator(ModuleDict dict) {
        this.dict = dict;
    }

    ModuleDict dict() {
        return dict;
    }

    /** Goes to the item that an operator and a key name; false for an unknown operator. */
    boolean seek(String operator, long wanted, long length) {
        ModuleDict.Item found;
        switch (operator) {
            case "^" -> found = dict.first();
            case "$" -> found = dict.last();
            case "==", "=" -> found = dict.find(wanted, length);
            case ">=" -> found = dict.above(wanted, length, true);
            case ">" -> found = dict.above(wanted, length, false);
            case "<=" -> found = dict.below(wanted, length, true);
            case "<" -> found = dict.below(wanted, length, false);
            default -> {
                return false;
            }
        }
        isFresh = true;
        isAtEnd = !take(found);
        return true;
    }

    /** Steps forwards or backwards; false at the end. */
    boolean step(boolean forwards) {
        if (isAtEnd) {
            return false;
        }
        if (isFresh) {
            isFresh = false;
            return true;
        }
        isAtEnd = !take(forwards ? dict.above(key, keyLength, false) : dict.below(key, keyLength, false));
        return !isAtEnd;
    }

    /** Whether the current key stands to another as the operator says; false at the end. */
    boolean compares(String operator, long other, long length) {
        if (isAtEnd) {
            return false;
        }
        int order = Native.compare(key, keyLength, other, length);
        boolean mayEqual = operator.endsWith("=");
        return switch (operator.charAt(0)) {
            case '>' -> order > 0 || mayEqual && order == 0;
            case '<' -> order < 0 || mayEqual && order == 0;
            default -> order == 0;
        };
    }

    /** Address of the current key; valid until the next step. */
    long key() {
        return key;
    }

    long keyLength() {
        return keyLength;
    }

    long value() {
        return value;
    }

    private boolean take(ModuleDict.Item item) {
        if (item == null) {
            return false;
        }
        if (key == 0 || Arena.blockSize(key) < item.keyLength()) {
            free();
            key = Arena.allocate(dict.module().memory().alloc(), Math.max(1, item.keyLength()));
        }
        Mem.initCopy(item.key(), key, item.keyLength());
        keyLength = item.keyLength();
        value = item.value();
        return true;
    }

    private void free() {
        if (key != 0) {
            Arena.free(key);
            key = 0;
        }
    }

    void close() {
        free();
        HandleTable.close(this);
    }
}
