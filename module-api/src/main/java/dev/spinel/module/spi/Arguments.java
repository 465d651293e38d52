package dev.spinel.module.spi;

import dev.spinel.engine.resp.Numbers;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** The words of a command; word 0 is its name. Valid while its handler runs. */
public final class Arguments {
    private final long argv;
    private final int count;

    Arguments(long argv, int count) {
        this.argv = argv;
        this.count = count;
    }

    /** How many words, the name included. */
    public int count() {
        return count;
    }

    /** Answers the usual error unless there are exactly so many words, the name included. */
    public void requireCount(int wanted) {
        requireCount(wanted, wanted);
    }

    public void requireCount(int least, int most) {
        if (count < least || count > most) {
            throw new WrongArity();
        }
    }

    /** A word as UTF-8 text. */
    public String text(int index) {
        return StringCell.toText(string(index));
    }

    /** A copy of a word. */
    public byte[] bytes(int index) {
        return StringCell.toBytes(string(index));
    }

    /** A word as an integer; answers the usual error when it is none. */
    public long integer(int index) {
        long string = string(index);
        long bytes = StringCell.bytes(string);
        long length = StringCell.length(string);
        if (!Numbers.isLong(bytes, length)) {
            throw new CommandError("ERR value is not an integer or out of range");
        }
        return Numbers.parseLong(bytes, length);
    }

    /** A word as the server's string: an address that lives as long as the handler runs. */
    long string(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("argument " + index + " of " + count);
        }
        return Native.getLong(argv + (long) index * Long.BYTES);
    }
}
