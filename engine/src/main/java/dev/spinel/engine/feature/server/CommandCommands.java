package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandDocs;
import dev.spinel.engine.command.CommandFacts;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.command.KeySpec;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** COMMAND: facts and documentation of the commands on offer. */
final class CommandCommands {
    private static final byte[] FILTER_BY = Text.bytes("filterby");
    private static final byte[] BAD_COMMAND = Errors.bytes("ERR Invalid command specified");
    private static final byte[] BAD_COUNT =
            Errors.bytes("ERR Invalid number of arguments specified for command");
    private static final byte[] NO_KEYS = Errors.bytes("ERR The command has no key arguments");
    private static final byte[] BAD_ARGUMENTS = Errors.bytes("ERR Invalid arguments specified for command");
    private static final String[] HELP = {
        "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "(no subcommand)",
        "    Facts of all commands.",
        "COUNT",
        "    How many commands there are.",
        "LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]",
        "    Names of commands.",
        "INFO [<name> ...]",
        "    Facts of some commands.",
        "DOCS [<name> ...]",
        "    Documentation of commands.",
        "GETKEYS <full command>",
        "    Keys that a command with its arguments names.",
        "GETKEYSANDFLAGS <full command>",
        "    The same, with what is done to each key.",
        "HELP",
        "    This text."
    };

    private final CommandTable table;
    private final CommandDocs docs = new CommandDocs();
    private final KeyExtractor extractor = new KeyExtractor();

    CommandCommands(Engine engine) {
        table = engine.commands();
    }

    void register(CommandTable commands) {
        commands.add("COMMAND", this::all);
        commands.add("COMMAND COUNT", call -> call.reply().integer(table.count()));
        commands.add("COMMAND INFO", this::info);
        commands.add("COMMAND LIST", this::list);
        commands.add("COMMAND DOCS", this::docs);
        commands.add("COMMAND GETKEYS", call -> keys(call, false));
        commands.add("COMMAND GETKEYSANDFLAGS", call -> keys(call, true));
        commands.add("COMMAND HELP", call -> call.reply().help(HELP));
    }

    private void all(Call call) {
        if (call.argCount() > 1) {
            call.fail(Errors.unknownSubcommand(call.args()));
            return;
        }
        replyAll(call.reply());
    }

    private void replyAll(ReplyBuilder reply) {
        reply.array(table.count());
        table.all().forEach(row -> facts(reply, row));
    }

    private void info(Call call) {
        if (call.argCount() == 2) {
            replyAll(call.reply());
            return;
        }
        call.reply().array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            CommandRow row = table.find(call.args().text(i));
            if (row == null) {
                call.reply().nil();
            } else {
                facts(call.reply(), row);
            }
        }
    }

    private void facts(ReplyBuilder reply, CommandRow row) {
        CommandFacts facts = row.facts();
        reply.array(10);
        reply.bulk(row.fullName());
        reply.integer(facts.arity());
        words(reply, CommandFlag.names(facts.flags()), "");
        reply.integer(facts.firstKey());
        reply.integer(facts.lastKey());
        reply.integer(facts.keyStep());
        words(reply, table.categories().names(facts.categories()).toArray(new String[0]), "@");
        reply.set(facts.tips().size());
        facts.tips().forEach(reply::bulk);
        reply.set(facts.keySpecCount());
        for (int i = 0; i < facts.keySpecCount(); i++) {
            keySpec(reply, facts.keySpec(i));
        }
        List<CommandRow> subcommands = row.subcommands().all();
        if (subcommands.isEmpty()) {
            reply.set(0);
        } else {
            reply.array(subcommands.size());
            subcommands.forEach(subcommand -> facts(reply, subcommand));
        }
    }

    private static void words(ReplyBuilder reply, String[] words, String prefix) {
        reply.set(words.length);
        for (String word : words) {
            reply.simple(prefix + word);
        }
    }

    private static void keySpec(ReplyBuilder reply, KeySpec spec) {
        reply.map(spec.notes() == null ? 3 : 4);
        if (spec.notes() != null) {
            reply.bulk("notes");
            reply.bulk(spec.notes());
        }
        reply.bulk("flags");
        words(reply, KeyFlag.names(spec.flags()), "");
        reply.bulk("begin_search");
        begin(reply, spec.begin());
        reply.bulk("find_keys");
        find(reply, spec.find());
    }

    private static void begin(ReplyBuilder reply, KeySpec.Begin begin) {
        switch (begin) {
            case KeySpec.Index index -> {
                typed(reply, "index", 1);
                number(reply, "index", index.position());
            }
            case KeySpec.Keyword keyword -> {
                typed(reply, "keyword", 2);
                reply.bulk("keyword");
                reply.bulk(keyword.word());
                number(reply, "startfrom", keyword.startFrom());
            }
            case KeySpec.Unknown unknown -> typed(reply, "unknown", 0);
        }
    }

    private static void find(ReplyBuilder reply, KeySpec.Find find) {
        switch (find) {
            case KeySpec.Range range -> {
                typed(reply, "range", 3);
                number(reply, "lastkey", range.lastKey());
                number(reply, "keystep", range.step());
                number(reply, "limit", range.limit());
            }
            case KeySpec.KeyNum keyNum -> {
                typed(reply, "keynum", 3);
                number(reply, "keynumidx", keyNum.keyNumIndex());
                number(reply, "firstkey", keyNum.firstKey());
                number(reply, "keystep", keyNum.step());
            }
            case KeySpec.Unknown unknown -> typed(reply, "unknown", 0);
        }
    }

    private static void typed(ReplyBuilder reply, String type, int fields) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(fields);
    }

    private static void number(ReplyBuilder reply, String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private void list(Call call) {
        Predicate<CommandRow> filter = filter(call);
        if (call.failed()) {
            return;
        }
        long start = call.reply().defer();
        int count = 0;
        for (CommandRow row : withSubcommands()) {
            if (filter.test(row)) {
                call.reply().bulk(row.fullName());
                count++;
            }
        }
        call.reply().closeArray(start, count);
    }

    private List<CommandRow> withSubcommands() {
        List<CommandRow> rows = new ArrayList<>();
        for (CommandRow row : table.all()) {
            rows.add(row);
            rows.addAll(row.subcommands().all());
        }
        return rows;
    }

    private Predicate<CommandRow> filter(Call call) {
        Args args = call.args();
        if (args.count() == 2) {
            return row -> true;
        }
        if (args.count() != 5 || !args.is(2, FILTER_BY)) {
            call.fail(Errors.SYNTAX);
            return null;
        }
        String value = args.text(4);
        byte[] pattern = args.bytes(4);
        switch (args.text(3).toLowerCase(Locale.ROOT)) {
            case "module" -> {
                return row -> value.equals(row.moduleName());
            }
            case "aclcat" -> {
                long category = table.categories().named(value);
                return row -> (row.facts().categories() & category) != 0;
            }
            case "pattern" -> {
                return row -> Glob.matches(pattern, Text.bytes(row.fullName()), true);
            }
            default -> {
                call.fail(Errors.SYNTAX);
                return null;
            }
        }
    }

    private void docs(Call call) {
        List<CommandRow> rows = new ArrayList<>();
        for (int i = 2; i < call.argCount(); i++) {
            CommandRow row = table.find(call.args().text(i));
            if (row != null) {
                rows.add(row);
            }
        }
        if (call.argCount() == 2) {
            rows = table.all();
        }
        call.reply().map(rows.size());
        for (CommandRow row : rows) {
            call.reply().bulk(row.fullName());
            CommandDocReply.write(call.reply(), row, docs);
        }
    }

    private void keys(Call call, boolean withFlags) {
        Args inner = new Args();
        for (int i = 2; i < call.argCount(); i++) {
            inner.add(call.args().address(i), call.args().length(i));
        }
        CommandRow row = table.find(inner);
        if (row == null) {
            call.fail(BAD_COMMAND);
        } else if (!row.facts().mayHaveKeys()) {
            call.fail(NO_KEYS);
        } else if (!row.acceptsCount(inner.count())) {
            call.fail(BAD_COUNT);
        } else if (extractor.extract(row.facts(), inner) == 0 && !row.is(CommandFlag.NO_MANDATORY_KEYS)) {
            call.fail(BAD_ARGUMENTS);
        } else {
            replyKeys(call.reply(), inner, withFlags);
        }
    }

    private void replyKeys(ReplyBuilder reply, Args inner, boolean withFlags) {
        reply.array(extractor.count());
        for (int i = 0; i < extractor.count(); i++) {
            if (withFlags) {
                reply.array(2);
            }
            int position = extractor.position(i);
            reply.bulk(inner.address(position), inner.length(position));
            if (withFlags) {
                words(reply, KeyFlag.names(extractor.flags(i)), "");
            }
        }
    }
}
