package dev.spinel.engine.command;

import java.util.ArrayList;
import java.util.List;

/** The categories of one server: those of {@link AclCategory}, and those modules add. Owned by the reactor. */
public final class AclCategories {
    /** Categories there can be. */
    public static final int LIMIT = Long.SIZE;

    private static final int BUILT_IN = Long.SIZE - Long.numberOfLeadingZeros(AclCategory.ARRAY);

    private final List<String> added = new ArrayList<>();

    /** The bit of a name in any case, without its {@code @}; 0 when there is none. */
    public long named(String name) {
        long builtIn = AclCategory.named(name);
        if (builtIn != 0) {
            return builtIn;
        }
        for (int i = 0; i < added.size(); i++) {
            if (added.get(i) != null && added.get(i).equalsIgnoreCase(name)) {
                return 1L << BUILT_IN + i;
            }
        }
        return 0;
    }

    /** Names without {@code @}, built-in ones first. */
    public List<String> names(long categories) {
        List<String> names = new ArrayList<>(List.of(AclCategory.names(categories & (1L << BUILT_IN) - 1)));
        for (int i = 0; i < added.size(); i++) {
            if (added.get(i) != null && (categories >>> BUILT_IN + i & 1) != 0) {
                names.add(added.get(i));
            }
        }
        return names;
    }

    /** Adds a category; its bit, or 0 when the name is taken or there are {@link #LIMIT} already. */
    public long add(String name) {
        if (named(name) != 0) {
            return 0;
        }
        int index = added.indexOf(null);
        if (index >= 0) {
            added.set(index, name);
            return 1L << BUILT_IN + index;
        }
        if (BUILT_IN + added.size() == LIMIT) {
            return 0;
        }
        added.add(name);
        return 1L << BUILT_IN + added.size() - 1;
    }

    /** The bits of all that were added. */
    public long added() {
        long bits = 0;
        for (int i = 0; i < added.size(); i++) {
            bits |= added.get(i) == null ? 0 : 1L << BUILT_IN + i;
        }
        return bits;
    }

    /** Removes a category that was added. */
    public void remove(String name) {
        int index = added.indexOf(name);
        if (index >= 0) {
            added.set(index, null);
        }
    }
}
