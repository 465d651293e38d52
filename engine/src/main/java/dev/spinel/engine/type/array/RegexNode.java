package dev.spinel.engine.type.array;

import java.util.BitSet;
import java.util.List;

/** A part of a regular expression as its parser understood it. */
sealed interface RegexNode {
    /** One byte out of a set. */
    record OneOf(BitSet bytes) implements RegexNode {}

    /** Something about the place, without a byte. */
    record At(Place place) implements RegexNode {}

    /** One after the other; nothing at all when the list is empty. */
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /** Any one of several. */
    record Choice(List<RegexNode> ways) implements RegexNode {}

    /** A part from {@code least} to {@code most} times; {@link #UNBOUNDED} for any number. */
    record Repeat(RegexNode part, int least, int most) implements RegexNode {}

    int UNBOUNDED = -1;

    /** What can be asked of a place between two bytes. */
    enum Place { START, END, WORD_START, WORD_END, WORD_EDGE, NO_WORD_EDGE }
}
