package dev.spinel.engine.type.hash;

import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import java.util.Arrays;

/** Which arguments of a command are the fields it is repeated with. Reused. */
final class FieldIndices {
    private int[] indices = new int[16];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int index) {
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, count * 2);
        }
        indices[count++] = index;
    }

    int count() {
        return count;
    }

    /** Appends the arguments to a command being repeated. */
    void repeat(Propagator rewrite, Args args) {
        for (int i = 0; i < count; i++) {
            rewrite.bytes(args.address(indices[i]), args.length(indices[i]));
        }
    }
}
