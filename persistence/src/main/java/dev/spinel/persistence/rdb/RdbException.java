package dev.spinel.persistence.rdb;

/** An RDB file that cannot be loaded: where and why. */
public final class RdbException extends Exception {
    private static final long serialVersionUID = 1;

    private final long offset;

    RdbException(long offset, String reason) {
        super(reason);
        this.offset = offset;
    }

    /** Bytes of the file that were read. */
    public long offset() {
        return offset;
    }
}
