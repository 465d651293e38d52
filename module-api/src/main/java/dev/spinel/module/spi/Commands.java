package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.CommandApi;
import dev.spinel.module.api.ReplyApi;

/** Registers commands, while the module is loading. */
public final class Commands {
    private final ModuleContext context;

    Commands(ModuleContext context) {
        this.context = context;
    }

    /** Adds a command without keys. {@code flags} as in C: words like {@code "readonly fast"}. */
    public void add(String name, String flags, CommandHandler handler) {
        add(name, flags, 0, 0, 0, handler);
    }

    /**
     * Adds a command.
     *
     * @param firstKey which argument is the first key; 0 when none is
     * @param lastKey  which is the last; -1 counts from the end
     * @param keyStep  from one key to the next
     * @throws IllegalArgumentException when the name is taken or a flag is unknown
     */
    public void add(String name, String flags, int firstKey, int lastKey, int keyStep, CommandHandler handler) {
        JavaFunction function = context.functions().command(name, handler);
        int status = CommandApi.createCommand(context.api(), name, function.address(), flags, firstKey, lastKey,
                keyStep);
        if (status != ReplyApi.OK) {
            throw new IllegalArgumentException("command '" + name + "' with flags '" + flags
                    + "': the name is taken or not allowed, or a flag is unknown");
        }
    }
}
