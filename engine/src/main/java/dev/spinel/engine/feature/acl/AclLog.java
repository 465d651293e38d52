package dev.spinel.engine.feature.acl;

import dev.spinel.engine.config.LongSetting;
import dev.spinel.engine.resp.ReplyBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was refused lately, equal events of a minute as one. Owned by the reactor. Source: the ACL log of acl.c. */
public final class AclLog {
    /** Where a refusal happened. */
    public enum Context { TOPLEVEL, MULTI, LUA, MODULE }

    private static final long SAME_WITHIN_MS = 60_000;
    private static final int COMPARED = 10;

    private final LongSetting maxLength;
    private final List<Entry> entries = new ArrayList<>();
    private final long[] counts = new long[Denial.CHANNEL + 1];
    private long nextId;

    /** One event; the newest is the first of the list. */
    private static final class Entry {
        private final int denial;
        private final Context context;
        private final String object;
        private final String user;
        private final long id;
        private final long createdMs;
        private long updatedMs;
        private String clientInfo;
        private long count;

        Entry(int denial, Context context, String object, String user, long id, long nowMs) {
            this.denial = denial;
            this.context = context;
            this.object = object;
            this.user = user;
            this.id = id;
            this.createdMs = nowMs;
            this.updatedMs = nowMs;
        }

        boolean isSame(Entry other) {
            return denial == other.denial && context == other.context
                    && Math.abs(updatedMs - other.updatedMs) <= SAME_WITHIN_MS
                    && object.equals(other.object) && user.equals(other.user);
        }

        void happened(String info, long nowMs) {
            clientInfo = info;
            updatedMs = nowMs;
            count++;
        }

        void write(ReplyBuilder reply, long nowMs) {
            reply.map(10);
            reply.bulk("count");
            reply.integer(count);
            field(reply, "reason", Denial.word(denial));
            field(reply, "context", context.name().toLowerCase(Locale.ROOT));
            field(reply, "object", object);
            field(reply, "username", user);
            reply.bulk("age-seconds");
            reply.number((nowMs - updatedMs) / 1000.0);
            field(reply, "client-info", clientInfo);
            reply.bulk("entry-id");
            reply.integer(id);
            reply.bulk("timestamp-created");
            reply.integer(createdMs);
            reply.bulk("timestamp-last-updated");
            reply.integer(updatedMs);
        }

        private static void field(ReplyBuilder reply, String name, String value) {
            reply.bulk(name);
            reply.bulk(value);
        }
    }

    AclLog(LongSetting maxLength) {
        this.maxLength = maxLength;
    }

    /** How often something was refused for this reason. */
    public long count(int denial) {
        return counts[denial];
    }

    /** CONFIG RESETSTAT. */
    public void resetCounts() {
        Arrays.fill(counts, 0);
    }

    /**
     * Notes a refusal.
     *
     * @param object the command, key or channel that was refused
     * @param clientInfo the client as CLIENT LIST shows it
     */
    void add(int denial, Context context, String object, String user, String clientInfo, long nowMs) {
        counts[denial]++;
        if (maxLength.value() > 0) {
            Entry fresh = new Entry(denial, context, object, user, nextId, nowMs);
            Entry known = takeSame(fresh);
            Entry entry = known == null ? fresh : known;
            nextId += known == null ? 1 : 0;
            entry.happened(clientInfo, nowMs);
            entries.add(0, entry);
        }
        trim();
    }

    private Entry takeSame(Entry fresh) {
        for (int i = 0; i < Math.min(entries.size(), COMPARED); i++) {
            if (entries.get(i).isSame(fresh)) {
                return entries.remove(i);
            }
        }
        return null;
    }

    private void trim() {
        while (entries.size() > maxLength.value()) {
            entries.remove(entries.size() - 1);
        }
    }

    void clear() {
        entries.clear();
    }

    /** Writes the newest events as an array. */
    void write(ReplyBuilder reply, long limit, long nowMs) {
        int count = (int) Math.min(limit, entries.size());
        reply.array(count);
        for (Entry entry : entries.subList(0, count)) {
            entry.write(reply, nowMs);
        }
    }
}
