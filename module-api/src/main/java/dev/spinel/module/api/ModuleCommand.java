package dev.spinel.module.api;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.ChannelRule;
import dev.spinel.engine.command.CommandFacts;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Handler;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.command.KeyRule;
import dev.spinel.engine.command.KeySpec;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Handle;
import java.util.List;

/**
 * {@code RedisModuleCommand}: one command of a module and what runs it. Owned by its module, gone with it. The thread
 * that holds the GIL.
 */
public final class ModuleCommand extends Handle implements Handler, KeyRule {
    private static final String GROUP = "module";

    private final LoadedModule module;
    private final long function;
    private CommandRow row;
    private boolean hasInfo;

    /** @param function address of the C function; 0 for a container of subcommands */
    ModuleCommand(LoadedModule module, long function) {
        this.module = module;
        this.function = function;
    }

    public LoadedModule module() {
        return module;
    }

    /** Whether it only groups subcommands. */
    boolean isContainer() {
        return function == 0;
    }

    public CommandRow row() {
        return row;
    }

    void row(CommandRow row) {
        this.row = row;
        if ((row.facts().flags() & CommandFlag.MODULE_GETCHANNELS) != 0) {
            row.channelRule(this::findChannels);
        }
    }

    /** Whether {@code SetCommandInfo} was called. */
    boolean hasInfo() {
        return hasInfo;
    }

    void hasInfo(boolean hasInfo) {
        this.hasInfo = hasInfo;
    }

    /** Facts for the command table. {@code categories} are ACL categories the module declared. */
    CommandFacts facts(String fullName, int arity, long flags, long categories, KeySpec[] specs, List<String> tips) {
        boolean asksModule = (flags & CommandFlag.MODULE_GETKEYS) != 0;
        return new CommandFacts(fullName, GROUP, arity, flags | CommandFlag.MODULE, categories, specs,
                asksModule ? this : null, tips);
    }

    @Override
    public void run(Call call) {
        call.propagation(Propagator.NOTHING);
        ModuleContext context = module.enter(call.client(), ModuleContext.COMMAND);
        context.call(call);
        int argc = call.argCount();
        long argv = module.arguments(call.args());
        try {
            Callbacks.intPpi(function, context.address(), argv, argc);
        } finally {
            module.closeArguments(argv, argc);
            module.leave(context);
        }
    }

    /** Asks the module which arguments of a call are keys. */
    @Override
    public void find(ArgSource args, KeyExtractor keys) {
        ask(args, keys, ModuleContext.KEYS_REQUEST);
    }

    /** Asks the module which arguments of a call are channels. */
    private void findChannels(ArgSource args, ChannelRule.Sink channels) {
        KeyExtractor found = new KeyExtractor();
        ask(args, found, ModuleContext.CHANNELS_REQUEST);
        for (int i = 0; i < found.count(); i++) {
            channels.channel(found.position(i), found.flags(i));
        }
    }

    private void ask(ArgSource args, KeyExtractor positions, int request) {
        ModuleContext context = module.enter(null, request);
        context.requestKeys(args, positions);
        long argv = ArgumentVector.open(module.memory().strings(), args);
        try {
            Callbacks.intPpi(function, context.address(), argv, args.count());
        } finally {
            ArgumentVector.close(module, argv, args.count());
            module.leave(context);
        }
    }
}
