package dev.spinel.engine.feature.acl;

import dev.spinel.engine.command.CommandFacts;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commands rules may name: all we have facts of, offered here or not, and those of modules; by the names they had
 * before any rename. Built anew when the commands change. Owned by the reactor.
 */
final class CommandCatalog {
    private final CommandTable table;
    private final Map<String, Command> byName = new LinkedHashMap<>(1024);
    private int version = -1;

    /**
     * One command.
     *
     * @param fullName in lower case
     * @param id the bit of the command
     * @param subcommands empty for all but containers
     */
    record Command(String fullName, int id, long categories, boolean isSubcommand, List<Command> subcommands) {
        boolean isContainer() {
            return !subcommands.isEmpty();
        }
    }

    CommandCatalog(CommandTable table) {
        this.table = table;
    }

    /** Changes whenever commands come or go. */
    int version() {
        return table.version();
    }

    /** Bits that are given so far. */
    int idLimit() {
        return table.idLimit();
    }

    /** The bits of the category with this name in any case; 0 when there is none. */
    long category(String name) {
        return table.categories().named(name);
    }

    /** The command with this full name in any case, or null. */
    Command find(String fullName) {
        refresh();
        return byName.get(fullName.toLowerCase(Locale.ROOT));
    }

    Collection<Command> all() {
        refresh();
        return byName.values();
    }

    private void refresh() {
        if (version == table.version()) {
            return;
        }
        version = table.version();
        byName.clear();
        table.facts().values().forEach(this::add);
        for (CommandRow row : table.all()) {
            addMissing(row);
        }
    }

    private void addMissing(CommandRow row) {
        if (!byName.containsKey(lower(row.facts()))) {
            add(row.facts());
        }
        row.subcommands().all().forEach(this::addMissing);
    }

    private void add(CommandFacts facts) {
        String name = lower(facts);
        int bar = name.indexOf('|');
        Command command = new Command(name, table.idOf(name), facts.categories(), bar >= 0, new ArrayList<>(0));
        byName.put(name, command);
        if (bar >= 0) {
            byName.get(name.substring(0, bar)).subcommands().add(command);
        }
    }

    private static String lower(CommandFacts facts) {
        return facts.fullName().toLowerCase(Locale.ROOT);
    }
}
