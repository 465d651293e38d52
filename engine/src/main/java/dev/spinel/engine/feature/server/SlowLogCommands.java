package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Errors;
import java.util.List;

/** SLOWLOG. */
final class SlowLogCommands {
    private static final long DEFAULT_COUNT = 10;
    private static final byte[] BAD_COUNT = Errors.bytes("ERR count should be greater than or equal to -1");
    private static final String[] HELP = {
        "SLOWLOG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "GET [<count>]",
        "    The newest entries, 10 unless told; -1 for all. Each: id, time, microseconds, arguments, client, its name.",
        "LEN",
        "    How many entries there are.",
        "RESET",
        "    Forget all entries.",
        "HELP",
        "    This text."
    };

    private final SlowLog log;

    SlowLogCommands(SlowLog log) {
        this.log = log;
    }

    void register(CommandTable table) {
        table.add("SLOWLOG GET", this::get);
        table.add("SLOWLOG LEN", call -> call.reply().integer(log.size()));
        table.add("SLOWLOG RESET", this::reset);
        table.add("SLOWLOG HELP", call -> call.reply().help(HELP));
    }

    private void get(Call call) {
        long count = DEFAULT_COUNT;
        if (call.argCount() > 3) {
            call.fail(Errors.subcommandSyntax(call.args()));
        } else if (call.argCount() == 3) {
            count = call.integer(2, BAD_COUNT);
        }
        if (count < -1) {
            call.fail(BAD_COUNT);
        }
        if (!call.failed()) {
            reply(call, log.newest(count));
        }
    }

    private static void reply(Call call, List<SlowLog.Entry> entries) {
        call.reply().array(entries.size());
        for (SlowLog.Entry entry : entries) {
            call.reply().array(6);
            call.reply().integer(entry.id());
            call.reply().integer(entry.seconds());
            call.reply().integer(entry.micros());
            call.reply().array(entry.args().size());
            entry.args().forEach(call.reply()::bulk);
            call.reply().bulk(entry.address());
            call.reply().bulk(entry.name());
        }
    }

    private void reset(Call call) {
        log.reset();
        call.reply().ok();
    }
}
