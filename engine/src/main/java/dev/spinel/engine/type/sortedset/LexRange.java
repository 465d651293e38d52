package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** An interval of members as clients write it: {@code [a (c}, {@code - +}. Source: zslParseLexRange in t_zset.c. */
final class LexRange {
    private Args args;
    private int min;
    private int max;

    /** Parses the two arguments; latches what is no bound. Good as long as the arguments. */
    void parse(Call call, int minIndex, int maxIndex) {
        args = call.args();
        min = minIndex;
        max = maxIndex;
        if (!isBound(minIndex) || !isBound(maxIndex)) {
            call.fail(Errors.MIN_MAX_NOT_LEX);
        }
    }

    private boolean isBound(int index) {
        int kind = kind(index);
        return kind == '[' || kind == '(' || (kind == '-' || kind == '+') && args.length(index) == 1;
    }

    private int kind(int index) {
        return args.length(index) == 0 ? 0 : Mem.getByte(args.address(index));
    }

    /** Rank of the first member inside. */
    long from(SortedSetValue set) {
        return rank(set, min, kind(min) == '(');
    }

    /** Rank behind the last member inside; below {@link #from} when there is none. */
    long to(SortedSetValue set) {
        return rank(set, max, kind(max) == '[');
    }

    private long rank(SortedSetValue set, int index, boolean orEqual) {
        return switch (kind(index)) {
            case '-' -> 0;
            case '+' -> set.count();
            default -> set.countBelow(args.address(index) + 1, args.length(index) - 1L, orEqual);
        };
    }
}
