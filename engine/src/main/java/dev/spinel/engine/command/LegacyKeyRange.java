package dev.spinel.engine.command;

/**
 * First key, last key and step: how COMMAND described keys before key specs existed, derived from them.
 *
 * @param last negative counts from the last argument
 * @param missesKeys whether keys may stand outside the range
 */
record LegacyKeyRange(int first, int last, int step, boolean missesKeys) {
    private static final LegacyKeyRange NONE = new LegacyKeyRange(0, 0, 0, false);
    private static final LegacyKeyRange UNKNOWN = new LegacyKeyRange(0, 0, 0, true);

    /** A single plain range is taken as it is; several are joined while they touch one another. */
    static LegacyKeyRange of(KeySpec[] specs) {
        if (specs.length == 0) {
            return NONE;
        }
        if (specs.length == 1 && specs[0].isPlainRange()) {
            return single(specs[0]);
        }
        return joined(specs);
    }

    private static LegacyKeyRange single(KeySpec spec) {
        int first = ((KeySpec.Index) spec.begin()).position();
        KeySpec.Range range = (KeySpec.Range) spec.find();
        return new LegacyKeyRange(first, absoluteLast(first, range), range.step(), spec.has(KeyFlag.INCOMPLETE));
    }

    private static LegacyKeyRange joined(KeySpec[] specs) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        boolean missesKeys = false;
        for (KeySpec spec : specs) {
            if (!spec.isPlainRange() || !continues(spec, last)) {
                missesKeys = true;
                continue;
            }
            int start = ((KeySpec.Index) spec.begin()).position();
            missesKeys |= spec.has(KeyFlag.INCOMPLETE);
            first = Math.min(first, start);
            int end = absoluteLast(start, (KeySpec.Range) spec.find());
            last = Integer.compareUnsigned(last, end) > 0 ? last : end;
        }
        return first == Integer.MAX_VALUE ? UNKNOWN : new LegacyKeyRange(first, last, 1, missesKeys);
    }

    private static boolean continues(KeySpec spec, int previousLast) {
        int start = ((KeySpec.Index) spec.begin()).position();
        return ((KeySpec.Range) spec.find()).step() == 1 && (previousLast == 0 || previousLast == start - 1);
    }

    private static int absoluteLast(int first, KeySpec.Range range) {
        return range.lastKey() < 0 ? range.lastKey() : first + range.lastKey();
    }
}
