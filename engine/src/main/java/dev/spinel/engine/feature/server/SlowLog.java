package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The calls that took longer than {@code slowlog-log-slower-than}, newest first. Owned by the reactor. */
public final class SlowLog implements CallListener {
    private static final int MAX_ARGS = 32;
    private static final int MAX_ARG_BYTES = 128;

    private final Settings settings;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId;

    /** One slow call. */
    public record Entry(long id, long seconds, long micros, List<byte[]> args, String address, String name) {}

    public SlowLog(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void onEnd(Call call, long durationNanos) {
        if (!call.client().isBlocked()) {
            consider(call, durationNanos);
        }
    }

    /** A call that blocks its client is logged when it is done. */
    @Override
    public void onCompleted(Call call, long totalNanos, long answerNanos) {
        consider(call, totalNanos);
    }

    private void consider(Call call, long durationNanos) {
        long limit = settings.slowlogLogSlowerThan.value();
        if (limit >= 0 && durationNanos / 1000 >= limit && settings.slowlogMaxLen.value() > 0
                && !call.row().is(CommandFlag.SKIP_SLOWLOG)) {
            add(call, durationNanos / 1000);
        }
    }

    private void add(Call call, long micros) {
        boolean connected = call.client().connection() != null;
        String address = connected ? call.client().connection().remoteAddress() : "";
        entries.addFirst(new Entry(nextId++, call.nowMs() / 1000, micros, shorten(call), address,
                call.client().name()));
        trim();
    }

    /** Forgets the oldest entries beyond {@code slowlog-max-len}. */
    public void trim() {
        while (entries.size() > settings.slowlogMaxLen.value()) {
            entries.removeLast();
        }
    }

    private static List<byte[]> shorten(Call call) {
        Args args = call.args();
        List<byte[]> shortened = new ArrayList<>();
        int kept = args.count() <= MAX_ARGS ? args.count() : MAX_ARGS - 1;
        for (int i = 0; i < kept; i++) {
            byte[] bytes = call.loggable(i);
            if (bytes.length > MAX_ARG_BYTES) {
                String head = Text.string(bytes).substring(0, MAX_ARG_BYTES);
                bytes = Text.bytes(head + "... (" + (bytes.length - MAX_ARG_BYTES) + " more bytes)");
            }
            shortened.add(bytes);
        }
        if (kept < args.count()) {
            shortened.add(Text.bytes("... (" + (args.count() - kept) + " more arguments)"));
        }
        return shortened;
    }

    public int size() {
        return entries.size();
    }

    /** Up to {@code limit} entries, newest first; a negative limit means all. */
    public List<Entry> newest(long limit) {
        return entries.stream().limit(limit < 0 ? entries.size() : limit).toList();
    }

    public void reset() {
        entries.clear();
    }
}
