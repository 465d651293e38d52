package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.CommandDocs;
import dev.spinel.engine.command.CommandDocs.Argument;
import dev.spinel.engine.command.CommandDocs.Doc;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.resp.ReplyBuilder;
import java.util.List;

/** Writes what COMMAND DOCS says of one command. */
final class CommandDocReply {
    private final ReplyBuilder reply;
    private final CommandDocs docs;
    private int fields;

    private CommandDocReply(ReplyBuilder reply, CommandDocs docs) {
        this.reply = reply;
        this.docs = docs;
    }

    static void write(ReplyBuilder reply, CommandRow row, CommandDocs docs) {
        new CommandDocReply(reply, docs).write(row);
    }

    private void write(CommandRow row) {
        long start = reply.defer();
        Doc doc = row.moduleName() == null ? docs.of(row.facts()) : row.doc();
        if (doc != null) {
            text("summary", doc.summary());
            text("since", doc.since());
        }
        text("group", row.facts().group());
        text("complexity", doc == null ? null : doc.complexity());
        text("module", row.moduleName());
        if (doc != null) {
            flags(doc);
            text("deprecated_since", doc.deprecatedSince());
            text("replaced_by", doc.replacedBy());
            history(doc);
            if (!doc.arguments().isEmpty()) {
                name("arguments");
                arguments(doc.arguments());
            }
        }
        List<CommandRow> subcommands = row.subcommands().all();
        if (!subcommands.isEmpty()) {
            name("subcommands");
            reply.map(subcommands.size());
            for (CommandRow subcommand : subcommands) {
                reply.bulk(subcommand.fullName());
                write(reply, subcommand, docs);
            }
        }
        reply.closeMap(start, fields);
    }

    private void name(String field) {
        fields++;
        reply.bulk(field);
    }

    private void text(String field, String value) {
        if (value != null) {
            name(field);
            reply.bulk(value);
        }
    }

    private void flags(Doc doc) {
        boolean deprecated = doc.deprecatedSince() != null;
        if (deprecated || doc.isInternal()) {
            name("doc_flags");
            reply.set((deprecated ? 1 : 0) + (doc.isInternal() ? 1 : 0));
            if (deprecated) {
                reply.simple("deprecated");
            }
            if (doc.isInternal()) {
                reply.simple("syscmd");
            }
        }
    }

    private void history(Doc doc) {
        if (!doc.history().isEmpty()) {
            name("history");
            reply.set(doc.history().size());
            for (CommandDocs.Change change : doc.history()) {
                reply.array(2);
                reply.bulk(change.version());
                reply.bulk(change.text());
            }
        }
    }

    private void arguments(List<Argument> arguments) {
        reply.array(arguments.size());
        for (Argument argument : arguments) {
            new CommandDocReply(reply, docs).argument(argument);
        }
    }

    private void argument(Argument argument) {
        long start = reply.defer();
        boolean isGroup = argument.type().equals("oneof") || argument.type().equals("block");
        text("name", argument.name());
        text("type", argument.type());
        if (!isGroup) {
            text("display_text", argument.displayText() == null ? argument.name() : argument.displayText());
        }
        if (argument.keySpecIndex() >= 0) {
            name("key_spec_index");
            reply.integer(argument.keySpecIndex());
        }
        text("token", argument.token());
        text("since", argument.since());
        text("deprecated_since", argument.deprecatedSince());
        argumentFlags(argument);
        if (isGroup) {
            name("arguments");
            arguments(argument.children());
        }
        reply.closeMap(start, fields);
    }

    private void argumentFlags(Argument argument) {
        int count = (argument.isOptional() ? 1 : 0) + (argument.isMultiple() ? 1 : 0)
                + (argument.hasTokenEachTime() ? 1 : 0);
        if (count == 0) {
            return;
        }
        name("flags");
        reply.set(count);
        if (argument.isOptional()) {
            reply.simple("optional");
        }
        if (argument.isMultiple()) {
            reply.simple("multiple");
        }
        if (argument.hasTokenEachTime()) {
            reply.simple("multiple_token");
        }
    }
}
