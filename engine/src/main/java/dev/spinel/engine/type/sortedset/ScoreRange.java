package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** An interval of scores as clients write it: {@code 1 (2}, {@code -inf +inf}. Source: zslParseRange in t_zset.c. */
final class ScoreRange {
    private double min;
    private double max;
    private boolean minOpen;
    private boolean maxOpen;

    /** Parses the two arguments; latches what is no number. */
    void parse(Call call, int minIndex, int maxIndex) {
        Args args = call.args();
        minOpen = isOpen(args, minIndex);
        maxOpen = isOpen(args, maxIndex);
        min = bound(args, minIndex, minOpen);
        max = bound(args, maxIndex, maxOpen);
        if (Double.isNaN(min) || Double.isNaN(max)) {
            call.fail(Errors.MIN_MAX_NOT_FLOAT);
        }
    }

    private static boolean isOpen(Args args, int index) {
        return args.length(index) > 0 && Mem.getByte(args.address(index)) == '(';
    }

    /** Nothing at all reads as zero, as C has it. */
    private static double bound(Args args, int index, boolean isOpen) {
        int skipped = isOpen ? 1 : 0;
        long length = args.length(index) - skipped;
        return length == 0 ? 0 : Scores.parse(args.address(index) + skipped, length);
    }

    /** Rank of the first member inside. */
    long from(SortedSetValue set) {
        return set.countBelow(min, minOpen);
    }

    /** Rank behind the last member inside; below {@link #from} when there is none. */
    long to(SortedSetValue set) {
        return set.countBelow(max, !maxOpen);
    }
}
