package dev.spinel.module.api;

import dev.spinel.module.abi.BadHandleException;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a context frees at its end once {@code AutoMemory} was called. Strings are kept by address, other things by
 * what releases them. Owned by one context.
 */
public final class AutoMemory {
    private static final int FIRST_CAPACITY = 16;

    private boolean isOn;
    private long[] strings = {};
    private int stringCount;
    private List<Owned> others = new ArrayList<>();
    /** What {@link #others} becomes while its things are freed, which may bring new ones. */
    private List<Owned> spare = new ArrayList<>();

    /** A handle that automatic memory may own: keys, replies, dictionaries, users, ... */
    public interface Owned {
        /** Frees it: what the module's own call to free it would do. */
        void release();
    }

    void turnOn() {
        isOn = true;
    }

    public boolean isOn() {
        return isOn;
    }

    /** Takes over one reference of a string, if automatic memory is on. */
    public void addString(long string) {
        if (!isOn) {
            return;
        }
        if (stringCount == strings.length) {
            strings = Arrays.copyOf(strings, Math.max(FIRST_CAPACITY, 2 * stringCount));
        }
        StringCell.keep(string);
        strings[stringCount++] = string;
    }

    /** The module freed or retained a string itself; answers whether it was kept here. */
    public boolean removeString(long string) {
        for (int i = stringCount - 1; i >= 0; i--) {
            if (strings[i] == string) {
                strings[i] = strings[--stringCount];
                StringCell.unkeep(string);
                return true;
            }
        }
        return false;
    }

    /** Takes a thing over, if automatic memory is on. */
    public void add(Owned thing) {
        if (isOn) {
            others.add(thing);
        }
    }

    /** The module freed a thing itself. */
    public void remove(Owned thing) {
        for (int i = others.size() - 1; i >= 0; i--) {
            if (others.get(i) == thing) {
                others.set(i, others.getLast());
                others.removeLast();
                return;
            }
        }
    }

    /**
     * Frees everything, in the order in which it came, and turns automatic memory off. What the module freed behind
     * the context's back is reported and passed over.
     */
    void release(LoadedModule module) {
        if (!isOn) {
            return;
        }
        isOn = false;
        if (!others.isEmpty()) {
            List<Owned> due = others;
            others = spare;
            spare = due;
            try {
                for (int i = 0; i < due.size(); i++) {
                    due.get(i).release();
                }
            } finally {
                due.clear();
            }
        }
        for (int i = 0; i < stringCount; i++) {
            releaseString(module, "AutoMemory", strings[i]);
        }
        stringCount = 0;
    }

    /** Drops the server's own reference of a string; a module that freed it is named in the log. */
    static void releaseString(LoadedModule module, String owner, long string) {
        try {
            StringCell.unkeep(string);
            StringCell.release(string);
        } catch (BadHandleException freed) {
            module.log().warning(module.name(), "freed a string of " + owner + ": " + freed.getMessage());
        }
    }
}
