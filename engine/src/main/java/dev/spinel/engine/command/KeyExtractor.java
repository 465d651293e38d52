package dev.spinel.engine.command;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.ArgSource;
import java.util.Arrays;

/**
 * Finds which arguments of a concrete call are keys and how they are used; the result stays here until the next call.
 *
 * <p>Reused, owned by one thread. Allocates only while its two arrays grow. Source: key specifications; db.c
 * getKeysFromCommandWithSpecs.
 */
public final class KeyExtractor {
    private static final int INITIAL_CAPACITY = 16;
    private static final int INVALID = -1;

    private int[] positions = new int[INITIAL_CAPACITY];
    private int[] flags = new int[INITIAL_CAPACITY];
    private int count;

    /** How many keys the last extraction found. */
    public int count() {
        return count;
    }

    /** Argument index of a key found; the name is argument 0. */
    public int position(int index) {
        return positions[index];
    }

    /** {@link KeyFlag} bits of a key found. */
    public int flags(int index) {
        return flags[index];
    }

    /**
     * Finds the keys of a call that passed the arity check.
     *
     * @param args from the command's name on, also for a subcommand ({@code CONFIG} is argument 0)
     * @return the number of keys; 0 also when the arguments contradict themselves
     */
    public int extract(CommandFacts command, ArgSource args) {
        return extract(command, args, KeyFlag.NOT_KEY);
    }

    /** As {@link #extract}, with the fake keys by which a cluster routes, such as shard channels. */
    public int extractRoutes(CommandFacts command, ArgSource args) {
        return extract(command, args, 0);
    }

    /** For a {@link KeyRule}: adds the argument at {@code position}, used as the {@link KeyFlag} bits say. */
    public void add(int position, int keyFlags) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            flags = Arrays.copyOf(flags, 2 * count);
        }
        positions[count] = position;
        flags[count++] = keyFlags;
    }

    private int extract(CommandFacts command, ArgSource args, int skipped) {
        count = 0;
        if (fromSpecs(command, args, skipped)) {
            return count;
        }
        count = 0;
        if (command.keyRule() != null) {
            command.keyRule().find(args, this);
        }
        return count;
    }

    /** Whether the specs told everything, including that there is nothing. */
    private boolean fromSpecs(CommandFacts command, ArgSource args, int skipped) {
        int specCount = command.keySpecCount();
        for (int i = 0; i < specCount; i++) {
            KeySpec spec = command.keySpec(i);
            if (spec.has(KeyFlag.VARIABLE_FLAGS) && command.keyRule() != null) {
                return false;
            }
            if (!spec.has(skipped) && !addSpec(spec, args)) {
                return false;
            }
        }
        return specCount > 0 || command.keyRule() == null;
    }

    private boolean addSpec(KeySpec spec, ArgSource args) {
        int first = begin(spec.begin(), args);
        if (first == 0) {
            return true;
        }
        return first > 0 && addFrom(first, spec, args) && !spec.has(KeyFlag.INCOMPLETE);
    }

    /** Where the search starts; 0 when a keyword is absent, INVALID when only a rule can tell. */
    private static int begin(KeySpec.Begin begin, ArgSource args) {
        if (begin instanceof KeySpec.Index index) {
            return index.position();
        }
        return begin instanceof KeySpec.Keyword keyword ? afterKeyword(keyword, args) : INVALID;
    }

    private static int afterKeyword(KeySpec.Keyword keyword, ArgSource args) {
        int argCount = args.count();
        boolean forwards = keyword.startFrom() > 0;
        int step = forwards ? 1 : -1;
        int start = forwards ? keyword.startFrom() : argCount + keyword.startFrom();
        int end = forwards ? argCount - 1 : 1;
        for (int i = start; i != end && i >= 1 && i < argCount; i += step) {
            if (isWord(args, i, keyword.word())) {
                return i + 1;
            }
        }
        return 0;
    }

    private boolean addFrom(int start, KeySpec spec, ArgSource args) {
        if (spec.find() instanceof KeySpec.Range range) {
            return addRange(start, lastOf(range, start, args.count()), range.step(), spec.flags(), args);
        }
        if (!(spec.find() instanceof KeySpec.KeyNum keyNum)) {
            return false;
        }
        int keyCount = number(args, start + keyNum.keyNumIndex());
        long first = (long) start + keyNum.firstKey();
        return keyCount >= 0 && addRange(first, first + keyCount - 1, keyNum.step(), spec.flags(), args);
    }

    private static long lastOf(KeySpec.Range range, int first, int argCount) {
        if (range.lastKey() >= 0) {
            return first + range.lastKey();
        }
        return range.limit() == 0 ? argCount + range.lastKey()
            : first + (argCount - first) / range.limit() + range.lastKey();
    }

    private boolean addRange(long first, long last, int step, int keyFlags, ArgSource args) {
        if (last >= args.count() || last < first) {
            return false;
        }
        for (long i = first; i <= last; i += step) {
            add((int) i, keyFlags);
        }
        return true;
    }

    /** Whether an argument is this word, which is ASCII; letter case is ignored. */
    static boolean isWord(ArgSource args, int index, String word) {
        int length = word.length();
        if (args.length(index) != length) {
            return false;
        }
        long address = args.address(index);
        for (int i = 0; i < length; i++) {
            if (lower(Mem.getUnsignedByte(address + i)) != lower(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    /** A canonical non-negative number; INVALID for anything else, also when the argument is missing. */
    private static int number(ArgSource args, int index) {
        if (index >= args.count()) {
            return INVALID;
        }
        int length = args.length(index);
        long address = args.address(index);
        if (length == 0 || length > 9 || length > 1 && Mem.getByte(address) == '0') {
            return INVALID;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            int digit = Mem.getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
