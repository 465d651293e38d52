package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.config.Choice;
import dev.spinel.engine.config.Setting;
import dev.spinel.engine.config.SettingsUpdate;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.resp.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CONFIG GET, SET, RESETSTAT and REWRITE over the setting rows. */
final class ConfigCommands {
    private static final String[] HELP = {
        "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "GET <pattern> [<pattern> ...]",
        "    Settings whose names match, with their values.",
        "SET <name> <value> [<name> <value> ...]",
        "    Change settings, all or none.",
        "RESETSTAT",
        "    Set the counters of INFO to zero.",
        "REWRITE",
        "    Write the present settings to the configuration file.",
        "HELP",
        "    This text."
    };

    private final Engine engine;
    private final ServerRoom room;

    ConfigCommands(Engine engine, ServerRoom room) {
        this.engine = engine;
        this.room = room;
    }

    void register(CommandTable table) {
        table.add("CONFIG GET", this::get);
        table.add("CONFIG SET", this::set);
        table.add("CONFIG RESETSTAT", this::resetStats);
        table.add("CONFIG REWRITE", this::rewrite);
        table.add("CONFIG HELP", call -> call.reply().help(HELP));
    }

    private void get(Call call) {
        List<String> patterns = words(call);
        Map<String, String> found = engine.settings().get(patterns);
        call.reply().map(found.size());
        for (Map.Entry<String, String> setting : found.entrySet()) {
            call.reply().bulk(setting.getKey());
            call.reply().bulk(setting.getValue());
        }
    }

    private static List<String> words(Call call) {
        List<String> words = new ArrayList<>();
        for (int i = 2; i < call.argCount(); i++) {
            words.add(call.args().text(i));
        }
        return words;
    }

    private void set(Call call) {
        for (int i = 2; i + 1 < call.argCount(); i += 2) {
            Setting setting = engine.settings().find(call.args().text(i));
            if (setting != null && setting.is(Setting.SENSITIVE)) {
                call.redact(i + 1);
            }
        }
        boolean mayProtected = isAllowed(engine.settings().enableProtectedConfigs.value(), call.client());
        boolean isLoading = engine.keyspace().isLoading();
        byte[] error = new SettingsUpdate(engine.settings(), mayProtected, isLoading).set(words(call));
        if (error == null) {
            call.reply().ok();
        } else {
            call.fail(error);
        }
    }

    /** Whether a permission setting lets this client; "local" lets those on this machine. */
    static boolean isAllowed(Choice.Permission permission, Client client) {
        Connection connection = client.connection();
        return switch (permission) {
            case YES -> true;
            case NO -> connection == null;
            case LOCAL -> connection == null || connection.isUnixSocket()
                    || connection.remoteAddress().startsWith("127.") || connection.remoteAddress().startsWith("[::1]");
        };
    }

    private void resetStats(Call call) {
        engine.keyspace().stats().reset();
        engine.keyspace().lazyFree().resetStats();
        engine.executor().resetCommandCount();
        room.errors().reset();
        for (CommandRow row : engine.commands().all()) {
            row.stats().reset();
            row.subcommands().all().forEach(subcommand -> subcommand.stats().reset());
        }
        engine.resetStats();
        call.reply().ok();
    }

    private void rewrite(Call call) {
        String complaint = room.control().rewriteConfig();
        if (complaint == null) {
            call.reply().ok();
        } else {
            call.fail(Errors.bytes("ERR " + complaint));
        }
    }
}
