package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.config.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Events that took longer than {@code latency-monitor-threshold}: LATENCY LATEST, HISTORY. Source: latency.c. */
public final class LatencyMonitor implements CallListener {
    private static final int KEPT = 160;

    private final Settings settings;
    private final Map<String, Series> series = new TreeMap<>();

    /** One second in which an event was slow. */
    public record Sample(long seconds, long ms) {}

    private static final class Series {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long max;

        private void add(long seconds, long ms) {
            max = Math.max(max, ms);
            Sample last = samples.peekLast();
            if (last != null && last.seconds() == seconds) {
                if (ms > last.ms()) {
                    samples.removeLast();
                    samples.addLast(new Sample(seconds, ms));
                }
                return;
            }
            samples.addLast(new Sample(seconds, ms));
            if (samples.size() > KEPT) {
                samples.removeFirst();
            }
        }
    }

    public LatencyMonitor(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void onEnd(Call call, long durationNanos) {
        if (settings.latencyMonitorThreshold.value() > 0) {
            record(call.row().is(CommandFlag.FAST) ? "fast-command" : "command", call.nowMs() / 1000,
                    durationNanos / 1_000_000);
        }
    }

    @Override
    public void onCompleted(Call call, long totalNanos, long answerNanos) {
        record("command-unblocking", call.nowMs() / 1000, answerNanos / 1_000_000);
    }

    /** Adds an event that took {@code ms} if that is over the threshold. */
    public void record(String event, long seconds, long ms) {
        long threshold = settings.latencyMonitorThreshold.value();
        if (threshold > 0 && ms >= threshold) {
            series.computeIfAbsent(event, any -> new Series()).add(seconds, ms);
        }
    }

    public List<String> events() {
        return new ArrayList<>(series.keySet());
    }

    /** Samples of an event, oldest first. */
    public List<Sample> history(String event) {
        Series found = series.get(event);
        return found == null ? List.of() : new ArrayList<>(found.samples);
    }

    /** The longest an event ever took, in ms. */
    public long max(String event) {
        return series.get(event).max;
    }

    /** Forgets one event; false when there is none. */
    public boolean reset(String event) {
        return series.remove(event) != null;
    }

    /** Forgets all events; answers how many. */
    public int resetAll() {
        int count = series.size();
        series.clear();
        return count;
    }
}
