package dev.spinel.persistence.rdb;

import java.util.ArrayList;
import java.util.List;

/** Sources of function libraries a file held: kept as they are and written back with the next one. Reactor. */
public final class FunctionSources {
    private final List<byte[]> sources = new ArrayList<>();

    /** Adds one, from a file. */
    public void add(byte[] source) {
        sources.add(source);
    }

    void clear() {
        sources.clear();
    }

    /** Goes on with what {@link #all} answered before. */
    void restore(List<byte[]> earlier) {
        clear();
        sources.addAll(earlier);
    }

    /** A copy, for whoever writes a file. */
    List<byte[]> all() {
        return List.copyOf(sources);
    }
}
