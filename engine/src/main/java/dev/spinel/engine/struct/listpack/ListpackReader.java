package dev.spinel.engine.struct.listpack;

import dev.spinel.engine.memory.Mem;

/**
 * One decoded element: either {@link #integer}, or {@link #length} bytes at {@link #address}. A reusable flyweight;
 * the address is good until the next change of the listpack.
 */
public final class ListpackReader {
    private boolean isInteger;
    private long integer;
    private long address;
    private long length;

    /** Decodes the element at {@code offset} of the listpack at {@code lp}. */
    public ListpackReader read(long lp, int offset) {
        long at = lp + offset;
        isInteger = Element.isInteger(at);
        if (isInteger) {
            integer = Element.integer(at);
            address = 0;
            length = 0;
        } else {
            int prefix = Element.stringPrefixBytes(at);
            address = at + prefix;
            length = Element.encodedBytes(at) - prefix;
        }
        return this;
    }

    /** Lays the flyweight over a string that lies elsewhere. */
    public void readString(long stringAddress, long stringLength) {
        isInteger = false;
        address = stringAddress;
        length = stringLength;
    }

    public boolean isInteger() {
        return isInteger;
    }

    /** The value of an integer element. */
    public long integer() {
        return integer;
    }

    /** Where the bytes of a string element are; 0 for an integer. */
    public long address() {
        return address;
    }

    /** Length of a string element in bytes. */
    public long length() {
        return length;
    }

    /** Length of the element as text, in bytes. */
    public long textLength() {
        return isInteger ? Decimal.length(integer) : length;
    }

    /** Whether the element, as text, is the given bytes. */
    public boolean isText(long textAddress, long textLength) {
        if (!isInteger) {
            return length == textLength && Mem.isEqual(address, textAddress, length);
        }
        return Decimal.length(integer) == textLength && Decimal.isCanonical(textAddress, textLength)
            && Decimal.parse(textAddress, textLength) == integer;
    }

    /** Copies the element as text to scratch memory with room for it, and returns its length in bytes. */
    public long copyText(long destination) {
        if (isInteger) {
            return Decimal.write(integer, destination);
        }
        Mem.initCopy(address, destination, length);
        return length;
    }
}
