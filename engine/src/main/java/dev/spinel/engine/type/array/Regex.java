package dev.spinel.engine.type.array;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.type.array.RegexNode.At;
import dev.spinel.engine.type.array.RegexNode.Choice;
import dev.spinel.engine.type.array.RegexNode.OneOf;
import dev.spinel.engine.type.array.RegexNode.Place;
import dev.spinel.engine.type.array.RegexNode.Repeat;
import dev.spinel.engine.type.array.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A regular expression as a small program whose threads all run at once, byte by byte: it takes time in proportion to
 * the text, whatever the expression. It tells whether there is a match, not where.
 *
 * <pre>
 *   ONE_OF a    a byte of set a, then the next instruction
 *   PLACE a     goes on where place a is                     SPLIT a b   goes on at both
 *   JUMP a      goes on at a                                 MATCH
 * </pre>
 */
final class Regex {
    private static final int ONE_OF = 0;
    private static final int PLACE = 1;
    private static final int SPLIT = 2;
    private static final int JUMP = 3;
    private static final int MATCH = 4;
    private static final int WORDS_PER_SET = 4;
    private static final int WORDS = 3;
    private static final int MAX_INSTRUCTIONS = 1 << 17;
    private static final Place[] PLACES = Place.values();

    private final List<long[]> sets = new ArrayList<>();
    private int[] program = new int[64];
    private int length;
    private Threads current;
    private Threads next;
    private int[] stack;

    private Regex() {}

    /** The program of what a parser read; null when it would be too large. */
    static Regex of(RegexNode node) {
        Regex regex = new Regex();
        regex.compile(node);
        regex.emit(MATCH, 0, 0);
        if (regex.isTooLarge()) {
            return null;
        }
        regex.current = new Threads(regex.length);
        regex.next = new Threads(regex.length);
        regex.stack = new int[2 * regex.length + 1];
        return regex;
    }

    /** Instructions that are due at one byte, each once, in any order. */
    private static final class Threads {
        private final int[] items;
        private final int[] places;
        private int count;

        Threads(int size) {
            items = new int[size];
            places = new int[size];
        }

        boolean add(int instruction) {
            int place = places[instruction];
            if (place < count && items[place] == instruction) {
                return false;
            }
            places[instruction] = count;
            items[count++] = instruction;
            return true;
        }
    }

    // Compiling

    private boolean isTooLarge() {
        return length > MAX_INSTRUCTIONS;
    }

    private int emit(int code, int a, int b) {
        if (isTooLarge()) {
            return 0;
        }
        if ((length + 1) * WORDS > program.length) {
            program = Arrays.copyOf(program, program.length * 2);
        }
        set(length, code, a, b);
        return length++;
    }

    private void set(int instruction, int code, int a, int b) {
        program[instruction * WORDS] = code;
        program[instruction * WORDS + 1] = a;
        program[instruction * WORDS + 2] = b;
    }

    private void compile(RegexNode node) {
        switch (node) {
            case OneOf one -> {
                sets.add(Arrays.copyOf(one.bytes().toLongArray(), WORDS_PER_SET));
                emit(ONE_OF, sets.size() - 1, 0);
            }
            case At at -> emit(PLACE, at.place().ordinal(), 0);
            case Sequence sequence -> sequence.parts().forEach(this::compile);
            case Choice choice -> compileChoice(choice.ways());
            case Repeat repeat -> compileRepeat(repeat);
        }
    }

    private void compileChoice(List<RegexNode> ways) {
        int[] exits = new int[ways.size() - 1];
        for (int i = 0; i < exits.length; i++) {
            int split = emit(SPLIT, length + 1, 0);
            compile(ways.get(i));
            exits[i] = emit(JUMP, 0, 0);
            set(split, SPLIT, split + 1, length);
        }
        compile(ways.get(exits.length));
        for (int exit : exits) {
            set(exit, JUMP, length, 0);
        }
    }

    private void compileRepeat(Repeat repeat) {
        for (int i = 0; i < repeat.least() && !isTooLarge(); i++) {
            compile(repeat.part());
        }
        if (repeat.most() == RegexNode.UNBOUNDED) {
            int split = emit(SPLIT, 0, 0);
            compile(repeat.part());
            emit(JUMP, split, 0);
            set(split, SPLIT, split + 1, length);
        }
        for (int i = repeat.least(); i < repeat.most() && !isTooLarge(); i++) {
            int split = emit(SPLIT, 0, 0);
            compile(repeat.part());
            set(split, SPLIT, split + 1, length);
        }
    }

    // Matching

    /** Whether a part of the text matches. */
    boolean matches(long address, long textLength) {
        current.count = 0;
        for (long i = 0; i <= textLength; i++) {
            boolean isWordBefore = i > 0 && isWord(Mem.getUnsignedByte(address + i - 1));
            boolean isWordAfter = i < textLength && isWord(Mem.getUnsignedByte(address + i));
            int around = around(i == 0, i == textLength, isWordBefore, isWordAfter);
            next.count = 0;
            for (int thread = 0; thread < current.count; thread++) {
                if (follow(current.items[thread], around)) {
                    return true;
                }
            }
            if (follow(0, around)) {
                return true;
            }
            if (i < textLength) {
                step(Mem.getUnsignedByte(address + i));
            }
        }
        return false;
    }

    /** Makes those threads current that take a byte. */
    private void step(int b) {
        current.count = 0;
        for (int thread = 0; thread < next.count; thread++) {
            int instruction = next.items[thread];
            if (program[instruction * WORDS] == ONE_OF) {
                long[] set = sets.get(program[instruction * WORDS + 1]);
                if ((set[b >>> 6] >>> b & 1) != 0) {
                    current.add(instruction + 1);
                }
            }
        }
    }

    /** Adds what can be reached from an instruction without a byte; whether that is the end of the program. */
    private boolean follow(int from, int around) {
        int depth = 0;
        stack[depth++] = from;
        while (depth > 0) {
            int instruction = stack[--depth];
            if (!next.add(instruction)) {
                continue;
            }
            int a = program[instruction * WORDS + 1];
            switch (program[instruction * WORDS]) {
                case MATCH -> {
                    return true;
                }
                case JUMP -> stack[depth++] = a;
                case SPLIT -> {
                    stack[depth++] = program[instruction * WORDS + 2];
                    stack[depth++] = a;
                }
                case PLACE -> {
                    if ((around >>> a & 1) != 0) {
                        stack[depth++] = instruction + 1;
                    }
                }
                default -> { }
            }
        }
        return false;
    }

    /** The places that a point in the text is, as bits. */
    private static int around(boolean isStart, boolean isEnd, boolean isWordBefore, boolean isWordAfter) {
        int bits = 0;
        for (Place place : PLACES) {
            boolean isThere = switch (place) {
                case START -> isStart;
                case END -> isEnd;
                case WORD_START -> !isWordBefore && isWordAfter;
                case WORD_END -> isWordBefore && !isWordAfter;
                case WORD_EDGE -> isWordBefore != isWordAfter;
                case NO_WORD_EDGE -> isWordBefore == isWordAfter;
            };
            bits |= isThere ? 1 << place.ordinal() : 0;
        }
        return bits;
    }

    private static boolean isWord(int b) {
        return b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
    }
}
