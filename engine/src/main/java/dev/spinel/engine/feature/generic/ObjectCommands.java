package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.AccessClock;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.resp.Errors;

/** What is known about a value besides the value: rows and methods of OBJECT. Source: objectCommand in object.c. */
final class ObjectCommands {
    private static final byte[] IDLE_NOT_TRACKED = Errors.bytes("ERR An LFU maxmemory policy is selected, idle time "
        + "not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some "
        + "time to adjust.");
    private static final byte[] FREQUENCY_NOT_TRACKED = Errors.bytes("ERR An LFU maxmemory policy is not selected, "
        + "access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU "
        + "data will take some time to adjust.");
    /** Redis keeps one object for each of the first integers and never counts its references. */
    private static final String[] HELP = {
        "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "ENCODING <key>",
        "    How the value of the key is represented inside the server.",
        "FREQ <key>",
        "    A logarithmic count of how often the key was used, under an LFU policy.",
        "IDLETIME <key>",
        "    Seconds since the key was last used, under any other policy.",
        "REFCOUNT <key>",
        "    How many references the value has.",
        "HELP",
        "    This text.",
    };

    private ObjectCommands() {}

    static void register(CommandTable table) {
        table.add("OBJECT ENCODING", ObjectCommands::encoding);
        table.add("OBJECT REFCOUNT", ObjectCommands::referenceCount);
        table.add("OBJECT IDLETIME", ObjectCommands::idleTime);
        table.add("OBJECT FREQ", ObjectCommands::frequency);
        table.add("OBJECT HELP", ObjectCommands::help);
    }

    /** The key a subcommand asks for; replies null and answers null when there is none. */
    private static Key find(Call call) {
        Key key = call.read(2, Keyspace.NO_TOUCH | Keyspace.NO_NOTIFY);
        if (key.exists()) {
            return key;
        }
        call.reply().nil();
        return null;
    }

    private static void encoding(Call call) {
        Key key = find(call);
        if (key != null) {
            call.reply().bulk(key.valueType().encoding(key.entry()));
        }
    }

    private static void referenceCount(Call call) {
        Key key = find(call);
        if (key != null) {
            call.reply().integer(key.referenceCount());
        }
    }

    private static void idleTime(Call call) {
        Key key = find(call);
        AccessClock clock = call.keyspace().clock();
        if (key == null) {
            return;
        }
        if (clock.isFrequency()) {
            call.fail(IDLE_NOT_TRACKED);
            return;
        }
        call.reply().integer(clock.idleSeconds(key.entry()));
    }

    private static void frequency(Call call) {
        Key key = find(call);
        AccessClock clock = call.keyspace().clock();
        if (key == null) {
            return;
        }
        if (!clock.isFrequency()) {
            call.fail(FREQUENCY_NOT_TRACKED);
            return;
        }
        call.reply().integer(clock.counter(key.entry()));
    }

    private static void help(Call call) {
        call.reply().array(HELP.length);
        for (String line : HELP) {
            call.reply().simple(line);
        }
    }
}
