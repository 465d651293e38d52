package dev.spinel.engine.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is known of a command without running it: the facts COMMAND INFO tells, ACL rules match and dispatch checks.
 *
 * <p>Immutable once loaded. Whether a server offers the command is not said here: it does when a room, or a module,
 * registered a handler for it.
 */
public final class CommandFacts {
    private static final KeySpec[] NO_SPECS = {};

    private final String fullName;
    private final String group;
    private final int arity;
    private final long flags;
    private final long categories;
    private final KeySpec[] keySpecs;
    private final KeyRule keyRule;
    private final List<String> tips;
    private final LegacyKeyRange legacyKeys;
    private final List<CommandFacts> subcommands = new ArrayList<>(0);

    /**
     * Derives the implied categories, the legacy key range and {@link CommandFlag#MOVABLE_KEYS}.
     *
     * @param fullName lower case, a subcommand as {@code container|name}
     * @param group as COMMAND DOCS names it, for example {@code sorted-set}
     * @param arity arguments including the name(s); negative means at least that many
     * @param declared {@link AclCategory} bits besides those the flags imply; a module's command has no others
     * @param keySpecs owned from now on; null means none
     * @param keyRule null when the specs say it all
     */
    public CommandFacts(String fullName, String group, int arity, long flags, long declared, KeySpec[] keySpecs,
            KeyRule keyRule, List<String> tips) {
        this.fullName = fullName;
        this.group = group;
        this.arity = arity;
        this.keySpecs = keySpecs == null ? NO_SPECS : keySpecs;
        this.keyRule = keyRule;
        this.tips = tips;
        this.legacyKeys = LegacyKeyRange.of(this.keySpecs);
        boolean movable = legacyKeys.missesKeys() || (flags & CommandFlag.MODULE_GETKEYS) != 0;
        this.flags = movable ? flags | CommandFlag.MOVABLE_KEYS : flags;
        boolean isModules = (flags & CommandFlag.MODULE) != 0;
        this.categories = isModules ? declared : AclCategory.withImplied(declared, flags);
    }

    /** The full name, but of a subcommand its own part: {@code get} of {@code config|get}. */
    public String name() {
        return fullName.substring(fullName.indexOf('|') + 1);
    }

    /**
     * The name in errors and statistics: {@code config|get}. Lower case of what is built in; commands of modules are
     * spelled as the module spells them.
     */
    public String fullName() {
        return fullName;
    }

    public boolean isSubcommand() {
        return fullName.indexOf('|') >= 0;
    }

    public String group() {
        return group;
    }

    public int arity() {
        return arity;
    }

    /** Whether a call with so many arguments, names included, passes the arity check. */
    public boolean allowsArgCount(int count) {
        return arity >= 0 ? count == arity : count >= -arity;
    }

    /** {@link CommandFlag} bits, the derived one included. */
    public long flags() {
        return flags;
    }

    public boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** {@link AclCategory} bits, the implied ones included. */
    public long categories() {
        return categories;
    }

    public int keySpecCount() {
        return keySpecs.length;
    }

    public KeySpec keySpec(int index) {
        return keySpecs[index];
    }

    /** Null when the key specs say it all. */
    public KeyRule keyRule() {
        return keyRule;
    }

    /** Whether a call may name keys at all; fake ones such as shard channels do not count. */
    public boolean mayHaveKeys() {
        if (keyRule != null) {
            return true;
        }
        for (KeySpec spec : keySpecs) {
            if (!spec.has(KeyFlag.NOT_KEY)) {
                return true;
            }
        }
        return false;
    }

    /** Position of the first key in COMMAND replies; 0 means none. */
    public int firstKey() {
        return legacyKeys.first();
    }

    /** Position of the last key in COMMAND replies; negative counts from the last argument. */
    public int lastKey() {
        return legacyKeys.last();
    }

    public int keyStep() {
        return legacyKeys.step();
    }

    /** Hints for proxies and clients, for example {@code request_policy:all_shards}. */
    public List<String> tips() {
        return tips;
    }

    /** Facts of the subcommands of a container, whether or not they have handlers; empty for other commands. */
    public List<CommandFacts> subcommands() {
        return Collections.unmodifiableList(subcommands);
    }

    /** Loading only. */
    void addSubcommand(CommandFacts subcommand) {
        subcommands.add(subcommand);
    }

    @Override
    public String toString() {
        return fullName;
    }
}
