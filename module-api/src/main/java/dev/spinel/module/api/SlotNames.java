package dev.spinel.module.api;

import dev.spinel.engine.keyspace.KeySlot;
import dev.spinel.engine.resp.Text;

/** One short name for every slot of a cluster; found by trying when first asked for. */
final class SlotNames {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String[] NAMES = find();

    private SlotNames() {}

    static String of(int slot) {
        return NAMES[slot];
    }

    /** Numbers to the base of the letters, the shortest first. */
    private static String[] find() {
        String[] names = new String[KeySlot.COUNT];
        int missing = names.length;
        for (int number = 0; missing > 0; number++) {
            String name = name(number);
            int slot = KeySlot.of(Text.bytes(name));
            if (names[slot] == null) {
                names[slot] = name;
                missing--;
            }
        }
        return names;
    }

    private static String name(int number) {
        StringBuilder name = new StringBuilder();
        int rest = number;
        do {
            name.append(LETTERS.charAt(rest % LETTERS.length()));
            rest = rest / LETTERS.length();
        } while (rest > 0);
        return name.toString();
    }
}
