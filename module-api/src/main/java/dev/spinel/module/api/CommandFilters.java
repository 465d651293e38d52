package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFilter;
import dev.spinel.engine.resp.Args;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The command filters of all modules, called in the order of their registration before a command is looked up. Costs
 * nothing while there is none. One per server; the thread that holds the GIL.
 */
public final class CommandFilters implements CommandFilter {
    /** Flag of a filter: not for calls its own module makes. */
    private static final int NO_SELF = 1;

    private final ModuleServer server;
    private final List<Registered> filters = new ArrayList<>();

    CommandFilters(ModuleServer server) {
        this.server = server;
    }

    /** {@code RedisModuleCommandFilter}: one filter of one module. */
    public static final class Registered extends Handle {
        private final LoadedModule module;
        private final long callback;
        private final int flags;

        private Registered(LoadedModule module, long callback, int flags) {
            this.module = module;
            this.callback = callback;
            this.flags = flags;
        }
    }

    Registered add(LoadedModule module, long callback, int flags) {
        Registered filter = new Registered(module, callback, flags);
        HandleTable.open(filter, 0);
        if (filters.isEmpty()) {
            server.engine().executor().addFilter(this);
        }
        filters.add(filter);
        module.countFilter(1);
        module.onClose(() -> remove(module, filter));
        return filter;
    }

    /** False when the filter is not the module's, or gone. */
    boolean remove(LoadedModule module, Registered filter) {
        if (filter.module != module || !filters.remove(filter)) {
            return false;
        }
        HandleTable.close(filter);
        module.countFilter(-1);
        if (filters.isEmpty()) {
            server.engine().executor().removeFilter(this);
        }
        return true;
    }

    @Override
    public void filter(Client client, Args args) {
        FilterContext context = new FilterContext(client, args);
        HandleTable.open(context, 0);
        try {
            for (Registered filter : List.copyOf(filters)) {
                boolean isOwnCall = (filter.flags & NO_SELF) != 0 && filter.module.isCalling();
                if (!isOwnCall) {
                    Callbacks.voidP(filter.callback, context.address());
                }
            }
        } finally {
            context.close();
        }
    }
}
