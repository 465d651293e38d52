package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.io.IOException;

/**
 * Takes the file of a full synchronization as it comes in, in one of two forms, after any number of empty lines:
 *
 * <pre>
 *   $ length \r\n | length bytes                    a file that was written first
 *   $EOF: mark \r\n | bytes … | mark                a file written straight to us; the mark has 40 bytes
 * </pre>
 *
 * Behind the second form nothing follows before we have acknowledged it, so the mark ends what was received. Owned by
 * {@link Following}; reactor. Source: readSyncBulkPayload in replication.c.
 */
final class FileReceipt {
    private static final int MARK_BYTES = 40;
    private static final String MARK_PREFIX = "$EOF:";

    private final IncomingFile file;
    private final PrimaryLine line = new PrimaryLine();
    private boolean isBegun;
    private long length;
    private long received;
    private byte[] mark;
    /** The last bytes received, which may be the mark: not written yet. */
    private final ReplyBuilder tail;
    private boolean isComplete;

    FileReceipt(IncomingFile file, ReplyBlocks blocks) {
        this.file = file;
        tail = new ReplyBuilder(blocks);
    }

    /** What the primary said instead of sending a file. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    IncomingFile file() {
        return file;
    }

    /** Whether the first bytes of the file are expected. */
    boolean isBegun() {
        return isBegun;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Bytes of the file; 0 when the primary did not tell. */
    long length() {
        return length;
    }

    long received() {
        return received;
    }

    /** Takes what belongs to the file of the bytes up to {@code end}; answers where the rest begins. */
    long take(long from, long end) throws IOException {
        long at = from;
        while (at < end && !isBegun) {
            takeHeaderByte(Mem.getUnsignedByte(at++));
        }
        if (mark == null) {
            long step = Math.min(end - at, length - received);
            file.write(at, step);
            received += step;
            isComplete = isBegun && received == length;
            return at + step;
        }
        tail.raw(at, end - at);
        received += end - at;
        writeAllButTail();
        return end;
    }

    /** Writes all but the last {@link #MARK_BYTES} bytes received, which stay. */
    private void writeAllButTail() throws IOException {
        long surplus = tail.pendingLength() - MARK_BYTES;
        if (surplus >= 0) {
            file.write(tail.pendingAddress(), surplus);
            tail.sent(surplus);
            isComplete = Text.equals(tail.pendingAddress(), MARK_BYTES, mark);
        }
    }

    private void takeHeaderByte(int next) throws IOException {
        String header = line.take(next);
        if (header != null) {
            begin(header);
        } else if (line.isTooLong()) {
            throw new Refused("a line that does not end");
        }
    }

    private void begin(String header) throws IOException {
        if (header.startsWith("-")) {
            throw new Refused("MASTER aborted replication with an error: " + header.substring(1));
        }
        boolean isMarked = header.startsWith(MARK_PREFIX) && header.length() >= MARK_PREFIX.length() + MARK_BYTES;
        if (!isMarked && !header.matches("\\$[0-9]{1,18}")) {
            throw new Refused("Bad protocol from MASTER, the first byte is not '$' (we received '" + header
                + "'), are you sure the host and port are right?");
        }
        if (isMarked) {
            mark = Text.bytes(header.substring(MARK_PREFIX.length(), MARK_PREFIX.length() + MARK_BYTES));
        } else {
            length = Long.parseLong(header.substring(1));
        }
        isBegun = true;
    }

    /** Forgets what was not written. */
    void close() {
        tail.clear();
    }
}
