package dev.spinel.io.net;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.OperatorLog;
import java.nio.charset.StandardCharsets;

/**
 * Tells the operator why the server hangs up, in Redis' words, which people search their logs for. Silent until it is
 * given a log. Owned by the reactor. Source: networking.c.
 */
public final class DisconnectLog {
    private static final int SHOWN_BYTES = 64;

    private OperatorLog log;

    /** Where the lines go. */
    public void target(OperatorLog log) {
        this.log = log;
    }

    /** Over {@code client-output-buffer-limit}. */
    void repliesExceeded(Client client, long nowMs) {
        if (isOn(OperatorLog.WARNING)) {
            log.log(OperatorLog.WARNING, "Client " + ClientLine.of(client, nowMs)
                    + " scheduled to be closed ASAP for overcoming of output buffer limits.");
        }
    }

    /** Over {@code client-query-buffer-limit}; {@code address} and {@code length} are what was received. */
    void queryExceeded(Client client, long nowMs, long address, long length) {
        if (isOn(OperatorLog.WARNING)) {
            log.log(OperatorLog.WARNING, "Closing client that reached max query buffer length: "
                    + ClientLine.of(client, nowMs) + " (qbuf initial bytes: " + quoted(address, length) + ")");
        }
    }

    /** A request that is no RESP. */
    void protocolError(Client client, long nowMs, String failure) {
        if (isOn(OperatorLog.VERBOSE)) {
            log.log(OperatorLog.VERBOSE, "Protocol error (" + failure + ") from client: "
                    + ClientLine.of(client, nowMs));
        }
    }

    /** Longer than {@code timeout} without a word. */
    void idle() {
        if (isOn(OperatorLog.VERBOSE)) {
            log.log(OperatorLog.VERBOSE, "Closing idle client");
        }
    }

    /** Gone by itself. */
    void closedByPeer(Client client, long nowMs) {
        if (isOn(OperatorLog.VERBOSE)) {
            log.log(OperatorLog.VERBOSE, "Client closed connection " + ClientLine.of(client, nowMs));
        }
    }

    private boolean isOn(int level) {
        return log != null && log.isEnabled(level);
    }

    private static String quoted(long address, long length) {
        String text = new String(Mem.toBytes(address, Math.min(length, SHOWN_BYTES)), StandardCharsets.ISO_8859_1);
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\x%02x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
