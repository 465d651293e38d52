package dev.spinel.engine.feature.acl;

import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which commands a selector allows: the rules in the order in which they hold, and what follows from them as one bit
 * per command. When commands come or go the bits follow from the rules once more. Owned by its selector. Source: the
 * command half of ACLSetSelector in acl.c.
 */
final class CommandRules {
    private final CommandCatalog catalog;
    private final List<String> rules = new ArrayList<>();
    private final Map<Integer, List<byte[]>> firstArgs = new HashMap<>(0);
    private long[] allowed = {};
    /** Whether the rules start with +@all: what comes later is allowed, too. */
    private boolean allowsFuture;
    private boolean allowsAll;
    private int version;

    CommandRules(CommandCatalog catalog) {
        this.catalog = catalog;
        version = catalog.version();
    }

    CommandRules copy() {
        CommandRules copy = new CommandRules(catalog);
        copy.rules.addAll(rules);
        firstArgs.forEach((id, words) -> copy.firstArgs.put(id, new ArrayList<>(words)));
        copy.allowed = allowed.clone();
        copy.allowsFuture = allowsFuture;
        copy.allowsAll = allowsAll;
        copy.version = version;
        return copy;
    }

    /** Whether every command is allowed, without any exception. */
    boolean allowsAll() {
        return allowsAll;
    }

    /** Whether a call of the command with this bit is allowed. */
    boolean allows(int id, boolean isSubcommand, ArgSource args) {
        if (allowsAll) {
            return true;
        }
        if (version != catalog.version()) {
            applyAgain();
        }
        return isSet(id) || !firstArgs.isEmpty() && isFirstArgAllowed(id, isSubcommand ? 2 : 1, args);
    }

    private boolean isSet(int id) {
        int word = id >>> 6;
        return word < allowed.length ? (allowed[word] >>> id & 1) != 0 : allowsFuture;
    }

    private boolean isFirstArgAllowed(int id, int index, ArgSource args) {
        List<byte[]> words = firstArgs.get(id);
        if (words == null || args.count() <= index) {
            return false;
        }
        for (byte[] word : words) {
            if (Text.equalsIgnoreCase(args.address(index), args.length(index), word)) {
                return true;
            }
        }
        return false;
    }

    /** {@code +@all} or {@code -@all}: forgets all rules before. */
    void all(boolean allow) {
        rules.clear();
        firstArgs.clear();
        allowed = new long[(catalog.idLimit() >>> 6) + 1];
        Arrays.fill(allowed, allow ? -1L : 0);
        allowsFuture = allow;
        allowsAll = allow;
        version = catalog.version();
    }

    /** Applies {@code +name}, {@code -name}, {@code +name|word}, {@code +@category} or {@code -@category}. */
    RuleError apply(String rule) {
        boolean allow = rule.charAt(0) == '+';
        String name = rule.substring(1);
        if (name.startsWith("@")) {
            return category(name, allow);
        }
        return allow && name.indexOf('|') >= 0 ? allowPart(name) : command(name, allow);
    }

    private RuleError category(String name, boolean allow) {
        long category = catalog.category(name.substring(1));
        if (category == 0) {
            return RuleError.UNKNOWN_COMMAND;
        }
        note(name, allow);
        for (CommandCatalog.Command command : catalog.all()) {
            if ((command.categories() & category) != 0) {
                setWithSubcommands(command, allow);
            }
        }
        return null;
    }

    private RuleError command(String name, boolean allow) {
        CommandCatalog.Command command = catalog.find(name);
        if (command == null) {
            return RuleError.UNKNOWN_COMMAND;
        }
        setWithSubcommands(command, allow);
        note(command.fullName(), allow);
        return null;
    }

    /** A subcommand, or, of a command without any, a first argument. */
    private RuleError allowPart(String name) {
        int bar = name.lastIndexOf('|');
        CommandCatalog.Command command = catalog.find(name.substring(0, bar));
        if (command == null) {
            return RuleError.UNKNOWN_COMMAND;
        }
        if (command.isSubcommand()) {
            return RuleError.FIRST_ARG_OF_SUBCOMMAND;
        }
        if (bar + 1 == name.length()) {
            return RuleError.SYNTAX;
        }
        if (command.isContainer()) {
            return command(name, true);
        }
        addFirstArg(command.id(), Text.bytes(name.substring(bar + 1).toLowerCase(Locale.ROOT)));
        note(name, true);
        return null;
    }

    private void addFirstArg(int id, byte[] word) {
        List<byte[]> words = firstArgs.computeIfAbsent(id, any -> new ArrayList<>(1));
        if (words.stream().noneMatch(known -> Arrays.equals(known, word))) {
            words.add(word);
        }
    }

    private void setWithSubcommands(CommandCatalog.Command command, boolean allow) {
        set(command.id(), allow);
        firstArgs.remove(command.id());
        for (CommandCatalog.Command subcommand : command.subcommands()) {
            set(subcommand.id(), allow);
        }
    }

    private void set(int id, boolean allow) {
        int word = id >>> 6;
        if (word >= allowed.length) {
            int old = allowed.length;
            allowed = Arrays.copyOf(allowed, word + 1);
            Arrays.fill(allowed, old, allowed.length, allowsFuture ? -1L : 0);
        }
        if (allow) {
            allowed[word] |= 1L << id;
        } else {
            allowed[word] &= ~(1L << id);
            allowsAll = false;
        }
    }

    /** Adds a rule at the end; those it makes pointless go. */
    private void note(String name, boolean allow) {
        String lower = name.toLowerCase(Locale.ROOT);
        rules.removeIf(rule -> rule.startsWith(lower, 1)
                && (rule.length() == lower.length() + 1 || rule.charAt(lower.length() + 1) == '|'));
        rules.add((allow ? "+" : "-") + lower);
    }

    /** Commands came or went; what a rule names that is gone stays unsaid until it comes back. */
    private void applyAgain() {
        List<String> noted = List.copyOf(rules);
        boolean allowedAll = allowsAll;
        all(allowsFuture);
        noted.forEach(this::apply);
        rules.clear();
        rules.addAll(noted);
        allowsAll = allowedAll;
    }

    /** The rules as ACL LIST shows them. */
    String describe() {
        String start = allowsFuture ? "+@all" : "-@all";
        return rules.isEmpty() ? start : start + " " + String.join(" ", rules);
    }
}
