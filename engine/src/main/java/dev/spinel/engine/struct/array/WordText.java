package dev.spinel.engine.struct.array;

/** The bytes of one {@link Word}: a flyweight over a block, or over text written to scratch memory. */
public final class WordText {
    private long address;
    private long length;

    /** @param scratch {@link Word#MAX_INLINE_BYTES} of memory, which holds the text while it is looked at */
    public WordText open(long word, long scratch) {
        if (Word.isBlock(word)) {
            return openBlock(Word.block(word));
        }
        address = scratch;
        length = Word.write(word, scratch);
        return this;
    }

    WordText openBlock(long block) {
        address = Word.blockBytes(block);
        length = Word.blockLength(block);
        return this;
    }

    public long address() {
        return address;
    }

    public long length() {
        return length;
    }
}
