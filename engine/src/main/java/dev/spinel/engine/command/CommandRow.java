package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.CommandStats;
import java.util.Locale;

/** One command the server offers: its facts, what executes it, what it has done so far. */
public final class CommandRow {
    private final CommandTable table;
    private final int id;
    private CommandFacts facts;
    private ChannelRule channelRule;
    private final Handler handler;
    private final byte[] word;
    private final CommandRow parent;
    private final CommandStats stats = new CommandStats();
    private final NameIndex subcommands = new NameIndex();
    private String moduleName;
    private CommandDocs.Doc doc;

    CommandRow(CommandTable table, CommandFacts facts, String word, CommandRow parent, Handler handler) {
        this.table = table;
        this.facts = facts;
        this.id = table.idOf(facts.fullName());
        this.channelRule = ChannelRule.builtIn(facts.fullName());
        this.handler = handler;
        this.parent = parent;
        this.word = Text.bytes(word.toLowerCase(Locale.ROOT));
    }

    public CommandFacts facts() {
        return facts;
    }

    /** Documentation of a command that brought its own, as those of modules do; null otherwise. */
    public CommandDocs.Doc doc() {
        return doc;
    }

    public void doc(CommandDocs.Doc documentation) {
        doc = documentation;
    }

    /** Replaces the facts of a command whose owner described it after it was made, as modules do. */
    public void redefine(CommandFacts changed) {
        facts = changed;
        table.changed();
    }

    /** The flags of what a call of a client runs: EXEC runs what was queued, too. */
    public long flagsFor(Client client) {
        return facts.flags() | (isExecOf(client) ? client.transaction().queuedFlags() : 0);
    }

    /** Whether a call of a client runs what its transaction has queued. */
    public boolean isExecOf(Client client) {
        return client.transaction() != null && facts.fullName().equals("exec");
    }

    /** Number of the command's own name, which a rename does not change: the bit of ACL rules. */
    public int id() {
        return id;
    }

    /** Which arguments are channels; null when none is. */
    public ChannelRule channelRule() {
        return channelRule;
    }

    public void channelRule(ChannelRule rule) {
        channelRule = rule;
    }

    /** Name of the module that added the command; null for a built-in one. */
    public String moduleName() {
        return moduleName;
    }

    public void moduleName(String name) {
        moduleName = name;
    }

    /** Null for a container, which only has subcommands. */
    public Handler handler() {
        return handler;
    }

    /** The name its owner gave it, subcommands behind a bar: {@code config|get}. A rename does not change it. */
    public String fullName() {
        return facts.fullName();
    }

    /** What clients call it by, or the subcommand's word, in lower case. */
    byte[] word() {
        return word;
    }

    /** The container of a subcommand, otherwise null. */
    public CommandRow parent() {
        return parent;
    }

    public CommandStats stats() {
        return stats;
    }

    public NameIndex subcommands() {
        return subcommands;
    }

    public boolean isContainer() {
        return subcommands.count() > 0;
    }

    /** Whether all bits of {@code flags}, from {@link CommandFlag}, are set. */
    public boolean is(long flags) {
        return (facts.flags() & flags) == flags;
    }

    /** Whether a number of arguments, name included, is one the command takes. */
    public boolean acceptsCount(int count) {
        return facts.allowsArgCount(count);
    }
}
