package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Outgoing;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.ServerVersion;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The talk of a replica with its primary before any data, a line at a time. Owned by {@link Following}; reactor.
 * Source: syncWithMaster in replication.c.
 *
 * <pre>
 *   PING ─► AUTH  REPLCONF listening-port  ip-address  capa  version ─► PSYNC id offset ─┬─► +CONTINUE [id]
 *                                                                                        ├─► +FULLRESYNC id offset
 *                                                                                        └─► error ─► SYNC
 * </pre>
 */
final class Handshake {
    /** What was agreed; {@code MORE} while there is more to say, {@code REFUSED} by who was to take over from us. */
    enum Outcome { MORE, CONTINUE, FULL, FAILED, REFUSED }

    private enum Step { PING, AUTH, PORT, ADDRESS, CAPABILITIES, VERSION, PSYNC }

    private static final String NO_ID = "?";

    private final Settings settings;
    private final OperatorLog log;
    private final Outgoing link;
    private final Queue<Step> awaited = new ArrayDeque<>();
    private final PrimaryLine line = new PrimaryLine();
    private final String knownId;
    private final long nextOffset;
    private final boolean handsOver;
    private Outcome outcome = Outcome.MORE;
    private String id;
    private long offset = -1;

    /**
     * @param knownId name of the stream whose data we have; null when we have none
     * @param nextOffset of the first byte we lack, counted from 1
     * @param handsOver whether our replica is asked to be our primary
     */
    Handshake(Settings settings, OperatorLog log, Outgoing link, String knownId, long nextOffset, boolean handsOver) {
        this.settings = settings;
        this.log = log;
        this.link = link;
        this.knownId = knownId;
        this.nextOffset = nextOffset;
        this.handsOver = handsOver;
    }

    /** Says the first word. */
    void start() {
        ask(Step.PING, "PING");
    }

    /** What is agreed so far. */
    Outcome outcome() {
        return outcome;
    }

    /** The stream's name, as the primary told; null when it told none. */
    String id() {
        return id;
    }

    /** The offset at which the file ends that follows; -1 when the primary told none. */
    long offset() {
        return offset;
    }

    private void notice(String text) {
        log.log(OperatorLog.NOTICE, text);
    }

    private void ask(Step step, String... words) {
        awaited.add(step);
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        link.send(Text.bytes(request.toString()));
    }

    /** Takes lines until something is agreed; answers where the rest begins. */
    long take(long from, long end) {
        long at = from;
        while (at < end && outcome == Outcome.MORE) {
            String reply = line.take(Mem.getUnsignedByte(at++));
            if (reply != null) {
                outcome = answered(reply);
            } else if (line.isTooLong()) {
                outcome = fail("I/O error reading a reply from the master: too long");
            }
        }
        return at;
    }

    private Outcome fail(String why) {
        log.log(OperatorLog.WARNING, why);
        return Outcome.FAILED;
    }

    private Outcome answered(String reply) {
        boolean isError = reply.startsWith("-");
        switch (awaited.remove()) {
            case PING -> {
                return pinged(reply, isError);
            }
            case AUTH -> {
                if (isError) {
                    return fail("Unable to AUTH to MASTER: " + reply);
                }
            }
            case PORT -> ignoreError(isError, reply, "REPLCONF listening-port");
            case ADDRESS -> ignoreError(isError, reply, "REPLCONF ip-address");
            case CAPABILITIES -> ignoreError(isError, reply, "REPLCONF capa");
            case VERSION -> ignoreError(isError, reply, "REPLCONF version");
            case PSYNC -> {
                return answeredPsync(reply);
            }
        }
        if (awaited.isEmpty()) {
            askForData();
        }
        return Outcome.MORE;
    }

    private void ignoreError(boolean isError, String reply, String what) {
        if (isError) {
            notice("(Non critical) Master does not understand " + what + ": " + reply);
        }
    }

    private Outcome pinged(String reply, boolean isError) {
        if (isError && !reply.startsWith("-NOAUTH") && !reply.startsWith("-NOPERM")
                && !reply.startsWith("-ERR operation not permitted")) {
            return fail("Error reply to PING from master: '" + reply + "'");
        }
        notice("Master replied to PING, replication can continue...");
        introduce();
        return Outcome.MORE;
    }

    private void introduce() {
        String user = settings.masteruser.value();
        String password = settings.masterauth.value();
        if (password != null && user != null) {
            ask(Step.AUTH, "AUTH", user, password);
        } else if (password != null) {
            ask(Step.AUTH, "AUTH", password);
        }
        long announced = settings.replicaAnnouncePort.value();
        ask(Step.PORT, "REPLCONF", "listening-port",
            Long.toString(announced == 0 ? settings.port.value() : announced));
        if (settings.replicaAnnounceIp.value() != null) {
            ask(Step.ADDRESS, "REPLCONF", "ip-address", settings.replicaAnnounceIp.value());
        }
        ask(Step.CAPABILITIES, "REPLCONF", "capa", "eof", "capa", "psync2");
        ask(Step.VERSION, "REPLCONF", "version", ServerVersion.REDIS);
    }

    private void askForData() {
        if (knownId == null) {
            notice("Partial resynchronization not possible (no cached master)");
            ask(Step.PSYNC, "PSYNC", NO_ID, "-1");
        } else if (handsOver) {
            notice("Trying a partial resynchronization of a failover (request " + knownId + ":" + nextOffset + ").");
            ask(Step.PSYNC, "PSYNC", knownId, Long.toString(nextOffset), "FAILOVER");
        } else {
            notice("Trying a partial resynchronization (request " + knownId + ":" + nextOffset + ").");
            ask(Step.PSYNC, "PSYNC", knownId, Long.toString(nextOffset));
        }
    }

    private Outcome answeredPsync(String reply) {
        String[] words = reply.split(" ");
        if (words[0].equals("+FULLRESYNC")) {
            return acceptFull(words, reply);
        }
        if (words[0].equals("+CONTINUE")) {
            notice("Successful partial resynchronization with master.");
            id = words.length > 1 ? words[1] : knownId;
            return knownId == null ? fail("Master continues a stream we never had: " + reply) : Outcome.CONTINUE;
        }
        if (handsOver) {
            notice("Master is not ours: " + reply);
            return Outcome.REFUSED;
        }
        if (reply.startsWith("-NOMASTERLINK") || reply.startsWith("-LOADING")) {
            notice("Master is currently unable to PSYNC but should be in the future: " + reply);
            return Outcome.FAILED;
        }
        if (!reply.startsWith("-ERR")) {
            log.log(OperatorLog.WARNING, "Unexpected reply to PSYNC from master: " + reply);
        } else {
            notice("Master does not support PSYNC or is in error state (reply: " + reply + ")");
        }
        notice("Retrying with SYNC...");
        link.send(Text.bytes("SYNC\r\n"));
        return Outcome.FULL;
    }

    private Outcome acceptFull(String[] words, String reply) {
        if (words.length < 3 || !words[2].matches("[0-9]{1,18}")) {
            return fail("Master replied with wrong +FULLRESYNC syntax: " + reply);
        }
        id = words[1];
        offset = Long.parseLong(words[2]);
        notice("Full resync from master: " + id + ":" + offset);
        return Outcome.FULL;
    }
}
