package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.ValueType;

/** Registers the rows of the stream group, which lie in the classes named after what they do. */
public final class StreamCommands {
    private StreamCommands() {}

    /** Adds the commands of this room and its type; answers the limits the settings go to. */
    public static StreamLimits register(CommandTable table, WaitingCommands waiting) {
        StreamLimits limits = new StreamLimits();
        ValueType.register(new StreamType());
        new AddCommands(limits).register(table);
        new RangeCommands(limits).register(table);
        new DeleteCommands(limits).register(table);
        new ReferenceCommands(limits).register(table);
        new ReadCommands(limits, waiting).register(table);
        new GroupCommands(limits, waiting).register(table);
        new ProducerCommands(limits).register(table);
        new NackCommand(waiting).register(table);
        new PendingCommand().register(table);
        new ClaimCommands().register(table);
        new InfoCommands().register(table);
        return limits;
    }
}
