package dev.spinel.engine.command;

import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.resp.Args;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All commands the server offers. Rooms add a handler per name; arity, flags and key specs come from the command facts
 * of the same name. Owned by the reactor.
 */
public final class CommandTable {
    private final Map<String, CommandFacts> facts;
    private final NameIndex rows = new NameIndex();
    private final NameIndex internalRows = new NameIndex();
    private final Map<String, Integer> ids = new HashMap<>(1024);
    private final AclCategories categories = new AclCategories();
    private int version;

    /** @param facts by full name in lower case, {@code config|get} */
    public CommandTable(Map<String, CommandFacts> facts) {
        this.facts = facts;
        facts.keySet().forEach(this::idOf);
    }

    /** The number of a command's full name, in any case; it stays the same when a module comes back. */
    public int idOf(String fullName) {
        String lower = fullName.toLowerCase(Locale.ROOT);
        Integer known = ids.get(lower);
        if (known != null) {
            return known;
        }
        ids.put(lower, ids.size());
        return ids.size() - 1;
    }

    /** All numbers given so far are below this one. */
    public int idLimit() {
        return ids.size();
    }

    /** Changes whenever commands come, go or are described anew. */
    public int version() {
        return version;
    }

    void changed() {
        version++;
    }

    /** The categories of ACL rules. */
    public AclCategories categories() {
        return categories;
    }

    /** Facts by full name of all commands we know, offered or not. */
    public Map<String, CommandFacts> facts() {
        return facts;
    }

    /** Adds a built-in command; a subcommand is written with a blank, as {@code CONFIG GET}. */
    public void add(String name, Handler handler) {
        int blank = name.indexOf(' ');
        if (blank < 0) {
            add(factsOf(name), null, handler);
        } else {
            add(factsOf(name.replace(' ', '|')), container(name.substring(0, blank)), handler);
        }
    }

    /** Adds a command with facts of its own, as modules do. Null when the name is taken. */
    public CommandRow add(CommandFacts commandFacts, CommandRow parent, Handler handler) {
        if ((parent == null ? findAny(commandFacts.name()) : parent.subcommands().find(commandFacts.name())) != null) {
            return null;
        }
        CommandRow row = new CommandRow(this, commandFacts, commandFacts.name(), parent, handler);
        indexOf(row).add(row);
        changed();
        return row;
    }

    /** Removes a command, with its subcommands if it has any. */
    public void remove(CommandRow row) {
        indexOf(row).remove(row);
        changed();
    }

    private NameIndex indexOf(CommandRow row) {
        if (row.parent() != null) {
            return row.parent().subcommands();
        }
        return row.is(CommandFlag.INTERNAL) ? internalRows : rows;
    }

    /** The command with this name in any case, or null; subcommands are written {@code config|get}. */
    public CommandRow find(String fullName) {
        return find(rows, fullName);
    }

    /** The same for who is no client: finds internal commands, too. */
    public CommandRow findAny(String fullName) {
        CommandRow row = find(rows, fullName);
        return row != null ? row : find(internalRows, fullName);
    }

    private static CommandRow find(NameIndex index, String fullName) {
        int bar = fullName.indexOf('|');
        if (bar < 0) {
            return index.find(fullName);
        }
        CommandRow parent = index.find(fullName.substring(0, bar));
        return parent == null ? null : parent.subcommands().find(fullName.substring(bar + 1));
    }

    /** The command that the first arguments name; null when it, or the subcommand of a container, is unknown. */
    public CommandRow find(Args args) {
        return part(rows.find(args.address(0), args.length(0)), args);
    }

    /** The same for who is no client: finds internal commands, too. */
    public CommandRow findAny(Args args) {
        CommandRow row = find(args);
        return row != null ? row : part(internalRows.find(args.address(0), args.length(0)), args);
    }

    private static CommandRow part(CommandRow row, Args args) {
        if (row == null || !row.isContainer() || args.count() < 2) {
            return row;
        }
        CommandRow subcommand = row.subcommands().find(args.address(1), args.length(1));
        return subcommand != null || row.handler() == null ? subcommand : row;
    }

    /** The command or container that the first argument names, or null. */
    public CommandRow findTop(Args args) {
        return rows.find(args.address(0), args.length(0));
    }

    /** Top-level commands, in no particular order. */
    public List<CommandRow> all() {
        return rows.all();
    }

    public int count() {
        return rows.count();
    }

    /** Makes a command known by another name only; an empty name removes it. False when it cannot be done. */
    public boolean rename(String from, String to) {
        CommandRow row = rows.find(from);
        if (row == null || !to.isEmpty() && rows.find(to) != null) {
            return false;
        }
        rows.remove(row);
        if (!to.isEmpty()) {
            CommandRow renamed = new CommandRow(this, row.facts(), to, null, row.handler());
            row.subcommands().all().forEach(renamed.subcommands()::add);
            rows.add(renamed);
        }
        return true;
    }

    private CommandRow container(String name) {
        CommandRow row = rows.find(name);
        return row != null ? row : add(factsOf(name), null, null);
    }

    private CommandFacts factsOf(String name) {
        CommandFacts found = facts.get(name.toLowerCase(Locale.ROOT));
        Invariant.check(found != null, "a registered command has no facts");
        return found;
    }
}
