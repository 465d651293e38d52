package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** MONITOR: shows every command to those who asked. Costs nothing while nobody did. Owned by the reactor. */
final class MonitorCommand implements CallListener {
    private static final byte[] DENIED = Errors.bytes("ERR MONITOR isn't allowed for DENY BLOCKING client");

    private final Engine engine;
    private final Set<Client> monitors = new LinkedHashSet<>();

    MonitorCommand(Engine engine) {
        this.engine = engine;
    }

    void register(CommandTable table) {
        table.add("MONITOR", this::monitor);
        engine.addClientForgetter(this::forget);
    }

    private void monitor(Call call) {
        if (call.client().is(ClientFlag.DENY_BLOCKING)) {
            call.fail(DENIED);
            return;
        }
        if (monitors.isEmpty()) {
            engine.executor().addListener(this);
        }
        monitors.add(call.client());
        call.client().set(ClientFlag.MONITOR, true);
        call.reply().ok();
    }

    private void forget(Client client) {
        if (monitors.remove(client) && monitors.isEmpty()) {
            engine.executor().removeListener(this);
        }
    }

    @Override
    public void onEnd(Call call, long durationNanos) {
        if ((call.row().facts().flags() & (CommandFlag.SKIP_MONITOR | CommandFlag.ADMIN)) != 0) {
            return;
        }
        byte[] line = Text.bytes(line(call));
        for (Client client : monitors) {
            client.beginPush().simple(line);
            client.endPush();
        }
    }

    private static String line(Call call) {
        Client client = call.client();
        String source = client.connection() == null ? "module" : client.connection().remoteAddress();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d.%06d [%d %s]", call.nowMicros() / 1_000_000,
                call.nowMicros() % 1_000_000, client.database().index(), source));
        Args args = call.args();
        for (int i = 0; i < args.count(); i++) {
            text.append(' ');
            quote(text, Text.string(call.loggable(i)));
        }
        return text.toString();
    }

    private static void quote(StringBuilder text, String word) {
        text.append('"');
        for (char c : word.toCharArray()) {
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (c >= ' ' && c < 127) {
                        text.append(c);
                    } else {
                        text.append(String.format("\\x%02x", (int) c));
                    }
                }
            }
        }
        text.append('"');
    }
}
