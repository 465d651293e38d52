package dev.spinel.engine.feature.acl;

import dev.spinel.engine.command.AclCategory;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Rows and methods of ACL. Source: aclCommand in acl.c. */
final class AclCommands {
    private static final byte[] RESET = Text.bytes("reset");
    /** Those that were there before arrays. */
    private static final long OLD_CATEGORIES = AclCategory.ARRAY - 1;
    private static final int MAX_PASSWORD_BITS = 4096;
    private static final int DEFAULT_PASSWORD_BITS = 256;
    private static final int DEFAULT_LOG_ENTRIES = 10;
    private static final byte[] BAD_NAME = Errors.bytes("ERR Usernames can't contain spaces or null characters");
    private static final byte[] DEFAULT_STAYS = Errors.bytes("ERR The 'default' user cannot be removed");
    private static final byte[] BAD_BITS = Errors.bytes("ERR ACL GENPASS argument must be the number of bits for the "
            + "output password, a positive number up to " + MAX_PASSWORD_BITS);
    private static final byte[] NO_FILE = Errors.bytes("ERR This Redis instance is not configured to use an ACL file. You "
            + "may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a "
            + "Redis configuration file set) in order to store users in the Redis configuration.");
    private static final byte[] NOT_SAVED = Errors.bytes("ERR There was an error trying to save the ACLs. Please check "
            + "the server logs for more information");
    private static final String[] HELP = {
        "ACL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "CAT [<category>]",
        "    Categories, or the commands of one.",
        "DELUSER <username> [<username> ...]",
        "    Remove users and close their connections.",
        "DRYRUN <username> <command> [<arg> ...]",
        "    Whether a user could run a command.",
        "GENPASS [<bits>]",
        "    A random password.",
        "GETUSER <username>",
        "    What a user is and may do.",
        "LIST",
        "    All users as in a configuration file.",
        "LOAD",
        "    Read the users from the ACL file.",
        "LOG [<count>|RESET]",
        "    What was refused lately.",
        "SAVE",
        "    Write the users to the ACL file.",
        "SETUSER <username> <rule> [<rule> ...]",
        "    Make or change a user.",
        "USERS",
        "    Names of all users.",
        "WHOAMI",
        "    User of this connection.",
        "HELP",
        "    This text."
    };

    private final CommandTable table;
    private final Acl acl;

    private AclCommands(CommandTable table, Acl acl) {
        this.table = table;
        this.acl = acl;
    }

    static void register(CommandTable table, Acl acl) {
        AclCommands room = new AclCommands(table, acl);
        table.add("ACL CAT", room::cat);
        table.add("ACL DELUSER", room::deleteUsers);
        table.add("ACL DRYRUN", room::dryRun);
        table.add("ACL GENPASS", room::generatePassword);
        table.add("ACL GETUSER", room::getUser);
        table.add("ACL LIST", room::list);
        table.add("ACL LOAD", room::load);
        table.add("ACL LOG", room::log);
        table.add("ACL SAVE", room::save);
        table.add("ACL SETUSER", room::setUser);
        table.add("ACL USERS", room::names);
        table.add("ACL WHOAMI", AclCommands::whoAmI);
        table.add("ACL HELP", call -> call.reply().help(HELP));
    }

    private static void redactFrom(Call call, int first) {
        for (int i = first; i < call.argCount(); i++) {
            call.redact(i);
        }
    }

    private void setUser(Call call) {
        redactFrom(call, 2);
        String name = call.args().text(2);
        if (AclUser.hasSpaces(name)) {
            call.fail(BAD_NAME);
            return;
        }
        List<String> rules = new ArrayList<>();
        for (int i = 3; i < call.argCount(); i++) {
            rules.add(call.args().text(i));
        }
        String error = acl.set(name, rules);
        if (error == null) {
            call.reply().ok();
        } else {
            call.fail(Errors.oneLine("ERR " + error));
        }
    }

    private void deleteUsers(Call call) {
        redactFrom(call, 2);
        for (int i = 2; i < call.argCount(); i++) {
            if (call.args().text(i).equals(Acl.DEFAULT_NAME)) {
                call.fail(DEFAULT_STAYS);
                return;
            }
        }
        int deleted = 0;
        for (int i = 2; i < call.argCount(); i++) {
            deleted += acl.delete(call.args().text(i)) ? 1 : 0;
        }
        call.reply().integer(deleted);
    }

    private void getUser(Call call) {
        call.redact(2);
        AclUser user = acl.user(call.args().text(2));
        ReplyBuilder reply = call.reply();
        if (user == null) {
            reply.nil();
            return;
        }
        List<String> flags = user.flags();
        reply.map(6);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("passwords");
        reply.array(user.passwords().size());
        user.passwords().forEach(reply::bulk);
        selector(reply, user.selectors().get(0));
        reply.bulk("selectors");
        reply.array(user.selectors().size() - 1);
        for (Selector selector : user.selectors().subList(1, user.selectors().size())) {
            reply.map(3);
            selector(reply, selector);
        }
    }

    private static void selector(ReplyBuilder reply, Selector selector) {
        reply.bulk("commands");
        reply.bulk(selector.commands().describe());
        reply.bulk("keys");
        reply.bulk(selector.describeKeys());
        reply.bulk("channels");
        reply.bulk(selector.describeChannels());
    }

    private void list(Call call) {
        List<String> lines = acl.lines();
        call.reply().array(lines.size());
        lines.forEach(line -> call.reply().bulk("user " + line));
    }

    private void names(Call call) {
        call.reply().array(acl.users().size());
        acl.users().forEach(user -> call.reply().bulk(user.name()));
    }

    private static void whoAmI(Call call) {
        if (call.client().user() == null) {
            call.reply().nil();
        } else {
            call.reply().bulk(call.client().user().name());
        }
    }

    private void load(Call call) {
        String error = acl.hasFile() ? acl.load() : null;
        if (!acl.hasFile()) {
            call.fail(NO_FILE);
        } else if (error != null) {
            call.fail(Errors.oneLine("ERR " + error));
        } else {
            call.reply().ok();
        }
    }

    private void save(Call call) {
        if (!acl.hasFile()) {
            call.fail(NO_FILE);
            return;
        }
        try {
            acl.save();
            call.reply().ok();
        } catch (IOException toldInTheServersLog) {
            call.fail(NOT_SAVED);
        }
    }

    private void cat(Call call) {
        if (call.argCount() > 3) {
            call.fail(Errors.subcommandSyntax(call.args()));
        } else if (call.argCount() == 2) {
            List<String> names = table.categories().names(usedCategories());
            call.reply().array(names.size());
            names.forEach(call.reply()::bulk);
        } else {
            members(call, table.categories().named(call.args().text(2)));
        }
    }

    /** Categories that no command of ours is in, because it is newer, are not told. */
    private long usedCategories() {
        long used = table.categories().added();
        for (CommandRow row : table.all()) {
            used |= row.facts().categories();
        }
        return used | OLD_CATEGORIES;
    }

    private void members(Call call, long category) {
        if (category == 0) {
            call.fail(Errors.oneLine("ERR Unknown category '" + call.args().text(2) + "'"));
            return;
        }
        long start = call.reply().defer();
        int count = 0;
        for (CommandRow row : table.all()) {
            count += member(call.reply(), row, category);
            for (CommandRow subcommand : row.subcommands().all()) {
                count += member(call.reply(), subcommand, category);
            }
        }
        call.reply().closeArray(start, count);
    }

    private static int member(ReplyBuilder reply, CommandRow row, long category) {
        if ((row.facts().categories() & category) == 0) {
            return 0;
        }
        reply.bulk(row.facts().fullName());
        return 1;
    }

    private void generatePassword(Call call) {
        if (call.argCount() > 3) {
            call.fail(Errors.subcommandSyntax(call.args()));
            return;
        }
        long bits = call.argCount() == 3 ? call.integer(2) : DEFAULT_PASSWORD_BITS;
        if (bits <= 0 || bits > MAX_PASSWORD_BITS) {
            call.fail(BAD_BITS);
        }
        if (call.failed()) {
            return;
        }
        int digits = (int) (bits + 3) / 4;
        byte[] bytes = new byte[(digits + 1) / 2];
        new SecureRandom().nextBytes(bytes);
        call.reply().bulk(HexFormat.of().formatHex(bytes).substring(0, digits));
    }

    private void log(Call call) {
        if (call.argCount() > 3) {
            call.fail(Errors.subcommandSyntax(call.args()));
        } else if (call.argCount() == 3 && call.args().is(2, RESET)) {
            acl.log().clear();
            call.reply().ok();
        } else {
            long limit = call.argCount() == 3 ? call.integer(2) : DEFAULT_LOG_ENTRIES;
            if (!call.failed()) {
                acl.log().write(call.reply(), Math.max(limit, 0), call.nowMs());
            }
        }
    }

    private void dryRun(Call call) {
        AclUser user = acl.user(call.args().text(2));
        if (user == null) {
            call.fail(Errors.oneLine("ERR User '" + call.args().text(2) + "' not found"));
            return;
        }
        Args args = new Args();
        for (int i = 3; i < call.argCount(); i++) {
            args.add(call.args().address(i), call.args().length(i));
        }
        CommandRow row = table.find(args);
        if (row == null) {
            call.fail(Errors.oneLine("ERR Command '" + args.text(0) + "' not found"));
        } else if (!row.acceptsCount(args.count())) {
            call.fail(Errors.wrongArity(row.fullName()));
        } else {
            int denial = acl.check(user, row, args);
            if (denial == Denial.NONE) {
                call.reply().ok();
            } else {
                call.reply().bulk(acl.denialText(denial, user, row, args, true));
            }
        }
    }
}
