package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.CommandApi;
import dev.spinel.module.api.ModuleCommand;
import dev.spinel.module.api.ReplyApi;
import java.util.List;

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
        check(name, flags, CommandApi.createCommand(context.api(), name, function.address(), flags, firstKey, lastKey,
                keyStep));
    }

    /** Adds a command that is nothing but its subcommands. */
    public void addContainer(String name, String flags) {
        check(name, flags, CommandApi.createCommand(context.api(), name, 0, flags, 0, 0, 0));
    }

    /** Adds a subcommand without keys to a container. */
    public void addSubcommand(String container, String name, String flags, CommandHandler handler) {
        JavaFunction function = context.functions().command(container + "|" + name, handler);
        check(name, flags, CommandApi.createSubcommand(find(container), name, function.address(), flags, 0, 0, 0));
    }

    private static void check(String name, String flags, int status) {
        if (status != ReplyApi.OK) {
            throw new IllegalArgumentException("command '" + name + "' with flags '" + flags
                    + "': the name is taken or not allowed, or a flag is unknown");
        }
    }

    /**
     * Tells more of a command of this module, once.
     *
     * @param name of a subcommand: {@code container|name}
     */
    public void describe(String name, CommandInfo info) {
        List<String> tips = info.tips().isEmpty() ? null : info.tips();
        if (CommandApi.setCommandInfo(find(name), info.doc(), info.arity(), info.specs(), tips) != ReplyApi.OK) {
            throw new IllegalArgumentException("command '" + name + "' is described already");
        }
    }

    /** Puts a command of this module into ACL categories, separated by blanks, while the module is loading. */
    public void categories(String name, String categories) {
        if (CommandApi.setCommandAclCategories(find(name), categories) != ReplyApi.OK) {
            throw new IllegalArgumentException("categories '" + categories + "': one is unknown, or it is too late");
        }
    }

    private ModuleCommand find(String name) {
        ModuleCommand command = CommandApi.getCommand(context.api(), name);
        if (command == null) {
            throw new IllegalArgumentException("'" + name + "' is no command of this module");
        }
        return command;
    }
}
