package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;

/** LATENCY. */
final class LatencyCommands {
    private static final int GRAPH_ROWS = 4;
    private static final String[] HELP = {
        "LATENCY <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DOCTOR",
        "    What the latency monitor has seen, in words.",
        "GRAPH <event>",
        "    Samples of an event as a picture.",
        "HISTORY <event>",
        "    Samples of an event: time and milliseconds.",
        "LATEST",
        "    Last and longest sample of every event.",
        "RESET [<event> ...]",
        "    Forget some events, or all.",
        "HISTOGRAM [<command> ...]",
        "    How long commands took, in buckets of doubling microseconds.",
        "HELP",
        "    This text."
    };

    private final Engine engine;
    private final LatencyMonitor monitor;

    LatencyCommands(Engine engine, LatencyMonitor monitor) {
        this.engine = engine;
        this.monitor = monitor;
    }

    void register(CommandTable table) {
        table.add("LATENCY LATEST", this::latest);
        table.add("LATENCY HISTORY", this::history);
        table.add("LATENCY RESET", this::reset);
        table.add("LATENCY DOCTOR", this::doctor);
        table.add("LATENCY GRAPH", this::graph);
        table.add("LATENCY HISTOGRAM", this::histogram);
        table.add("LATENCY HELP", call -> call.reply().help(HELP));
    }

    private void latest(Call call) {
        List<String> events = monitor.events();
        call.reply().array(events.size());
        for (String event : events) {
            LatencyMonitor.Sample last = monitor.history(event).getLast();
            call.reply().array(4);
            call.reply().bulk(event);
            call.reply().integer(last.seconds());
            call.reply().integer(last.ms());
            call.reply().integer(monitor.max(event));
        }
    }

    private void history(Call call) {
        List<LatencyMonitor.Sample> samples = monitor.history(call.args().text(2));
        call.reply().array(samples.size());
        for (LatencyMonitor.Sample sample : samples) {
            call.reply().array(2);
            call.reply().integer(sample.seconds());
            call.reply().integer(sample.ms());
        }
    }

    private void reset(Call call) {
        int count = call.argCount() == 2 ? monitor.resetAll() : 0;
        for (int i = 2; i < call.argCount(); i++) {
            count += monitor.reset(call.args().text(i)) ? 1 : 0;
        }
        call.reply().integer(count);
    }

    private void doctor(Call call) {
        StringBuilder text = new StringBuilder();
        if (engine.settings().latencyMonitorThreshold.value() == 0) {
            text.append("The latency monitor is off. Turn it on with CONFIG SET latency-monitor-threshold"
                    + " <milliseconds>.\n");
        } else if (monitor.events().isEmpty()) {
            text.append("No event was slower than the threshold of ")
                    .append(engine.settings().latencyMonitorThreshold.value()).append(" ms.\n");
        }
        for (String event : monitor.events()) {
            List<LatencyMonitor.Sample> samples = monitor.history(event);
            double mean = samples.stream().mapToLong(LatencyMonitor.Sample::ms).average().orElse(0);
            text.append(event).append(": ").append(samples.size()).append(" latency spikes, mean ")
                    .append(Math.round(mean)).append(" ms, longest ").append(monitor.max(event)).append(" ms.\n");
        }
        call.reply().verbatim("txt", Text.bytes(text.toString()));
    }

    private void graph(Call call) {
        String event = call.args().text(2);
        List<LatencyMonitor.Sample> samples = monitor.history(event);
        if (samples.isEmpty()) {
            call.fail(Errors.bytes("ERR No samples available for event '" + event + "'"));
            return;
        }
        long high = samples.stream().mapToLong(LatencyMonitor.Sample::ms).max().orElse(0);
        long low = samples.stream().mapToLong(LatencyMonitor.Sample::ms).min().orElse(0);
        StringBuilder text = new StringBuilder(event + " - high " + high + " ms, low " + low + " ms (all time high "
                + monitor.max(event) + " ms)\n" + "-".repeat(80) + "\n");
        for (int row = GRAPH_ROWS; row > 0; row--) {
            for (LatencyMonitor.Sample sample : samples) {
                long height = high == low ? GRAPH_ROWS : 1 + (sample.ms() - low) * (GRAPH_ROWS - 1) / (high - low);
                text.append(height >= row ? '#' : ' ');
            }
            text.append('\n');
        }
        call.reply().verbatim("txt", Text.bytes(text.toString()));
    }

    private void histogram(Call call) {
        List<CommandRow> rows = new ArrayList<>();
        if (call.argCount() == 2) {
            engine.commands().all().forEach(row -> addWithSubcommands(rows, row));
        }
        for (int i = 2; i < call.argCount(); i++) {
            CommandRow row = engine.commands().find(call.args().text(i));
            if (row != null) {
                addWithSubcommands(rows, row);
            }
        }
        rows.removeIf(row -> row.stats().calls() == 0 || row.stats().latency() == null);
        call.reply().map(rows.size());
        for (CommandRow row : rows) {
            call.reply().bulk(row.fullName());
            buckets(call.reply(), row.stats().calls(), (LatencyHistogram) row.stats().latency());
        }
    }

    private static void addWithSubcommands(List<CommandRow> rows, CommandRow row) {
        rows.add(row);
        rows.addAll(row.subcommands().all());
    }

    /** Cumulative counts at 1, 2, 4, … µs; only the bounds at which the count grows. */
    private static void buckets(ReplyBuilder reply, long calls, LatencyHistogram histogram) {
        reply.map(2);
        reply.bulk("calls");
        reply.integer(calls);
        reply.bulk("histogram_usec");
        long start = reply.defer();
        int shown = 0;
        long before = 0;
        for (long micros = 1; before < histogram.count(); micros *= 2) {
            long upTo = histogram.countUpTo(micros * 1000);
            if (upTo > before) {
                reply.integer(micros);
                reply.integer(upTo);
                shown++;
                before = upTo;
            }
        }
        reply.closeMap(start, shown);
    }
}
