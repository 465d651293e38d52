package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import java.util.HashMap;
import java.util.Map;

/** {@code RedisModuleServerInfoData}: the fields INFO had at one moment. */
public final class ServerInfo extends Handle implements AutoMemory.Owned {
    private final ModuleContext context;
    private final Map<String, String> fields = new HashMap<>();

    /** @param text what INFO answers */
    ServerInfo(ModuleContext context, String text) {
        this.context = context;
        for (String line : text.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
    }

    /** Null when the context does not own it. */
    ModuleContext context() {
        return context;
    }

    /** Null when there is no such field. */
    String field(String name) {
        return fields.get(name);
    }

    @Override
    public void release() {
        HandleTable.close(this);
    }
}
