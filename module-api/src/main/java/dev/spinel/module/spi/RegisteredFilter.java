package dev.spinel.module.spi;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.CommandFilterApi;
import dev.spinel.module.api.CommandFilters;
import dev.spinel.module.api.FilterContext;

/** A filter that sees commands until it is closed or its module goes. Close it on the thread that holds all data. */
public final class RegisteredFilter implements AutoCloseable {
    /** REDISMODULE_CMDFILTER_NOSELF: a filter that calls commands does not meet itself. */
    private static final int NO_SELF = 1;

    private final ModuleContext context;
    private final JavaFunction function;
    private CommandFilters.Registered filter;

    private RegisteredFilter(ModuleContext context, JavaFunction function, CommandFilters.Registered filter) {
        this.context = context;
        this.function = function;
        this.filter = filter;
    }

    static RegisteredFilter register(ModuleContext context, CommandFilter filter) {
        Functions functions = context.functions();
        JavaFunction function = functions.plain("command filter", (words, b, c) -> {
            filter.filter(new FilteredCommand(context.strings(), HandleTable.resolve(words, FilterContext.class)));
            return 0;
        });
        long address = CommandFilterApi.registerCommandFilter(context.api(), function.address(), NO_SELF);
        return new RegisteredFilter(context, function, HandleTable.resolve(address, CommandFilters.Registered.class));
    }

    @Override
    public void close() {
        if (filter != null && filter.address() != 0) {
            CommandFilterApi.unregister(context.functions().module(), filter);
            context.functions().close(function);
        }
        filter = null;
    }
}
