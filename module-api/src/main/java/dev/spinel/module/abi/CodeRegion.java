package dev.spinel.module.abi;

/**
 * Pages of machine code with pages of data behind them: code is written once, then {@link #seal}ed; never writable
 * and executable at a time. Owns the mapping.
 */
final class CodeRegion implements AutoCloseable {
    private final long address;
    private final long codeBytes;
    private final long dataBytes;

    CodeRegion(long codeBytes, long dataBytes) {
        this.codeBytes = pages(codeBytes);
        this.dataBytes = pages(dataBytes);
        this.address = Libc.map(this.codeBytes + this.dataBytes);
    }

    private static long pages(long bytes) {
        return bytes + Libc.PAGE_BYTES - 1 & -Libc.PAGE_BYTES;
    }

    CodeBuffer code() {
        return new CodeBuffer(address, codeBytes);
    }

    /** Start of the data pages. */
    long data() {
        return address + codeBytes;
    }

    /** Ends the writing: the code pages become executable and read-only. */
    void seal() {
        Libc.protect(address, codeBytes, Libc.PROT_READ | Libc.PROT_EXEC);
    }

    @Override
    public void close() {
        Libc.unmap(address, codeBytes + dataBytes);
    }
}
