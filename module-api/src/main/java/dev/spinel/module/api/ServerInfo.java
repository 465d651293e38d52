package dev.spinel.module.api;

<<<<<<< HEAD
=======
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Text;
>>>>>>> 7125a12 (Modules in INFO, HELLO and COMMAND DOCS; INFO, messages and clients for modules)
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import java.util.HashMap;
import java.util.Map;

<<<<<<< HEAD
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
=======
/** {@code RedisModuleServerInfoData}: INFO as fields and values, taken once. Owned by the module. */
public final class ServerInfo extends Handle implements AutoMemory.Owned {
    private final int tag;
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, Long> texts = new HashMap<>();

    /** @param lines the text of INFO */
    ServerInfo(int tag, String lines) {
        this.tag = tag;
        for (String line : lines.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon >= 0 && !line.startsWith("#")) {
                fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
>>>>>>> 7125a12 (Modules in INFO, HELLO and COMMAND DOCS; INFO, messages and clients for modules)
            }
        }
    }

<<<<<<< HEAD
    /** Null when the context does not own it. */
    ModuleContext context() {
        return context;
    }

    /** Null when there is no such field. */
    String field(String name) {
        return fields.get(name);
=======
    /** Null when there is no such field. */
    String value(String field) {
        return fields.get(field);
    }

    /** The value as C text that lives as long as this; 0 when there is no such field. */
    long text(String field) {
        String value = fields.get(field);
        return value == null ? 0 : texts.computeIfAbsent(field, key -> copy(value));
    }

    private long copy(String value) {
        byte[] bytes = Text.bytes(value);
        long block = Arena.allocate(tag, bytes.length + 1L);
        Mem.initCopyIn(bytes, 0, block, bytes.length);
        Mem.initByte(block + bytes.length, (byte) 0);
        return block;
>>>>>>> 7125a12 (Modules in INFO, HELLO and COMMAND DOCS; INFO, messages and clients for modules)
    }

    @Override
    public void release() {
<<<<<<< HEAD
=======
        texts.values().forEach(Arena::free);
        texts.clear();
>>>>>>> 7125a12 (Modules in INFO, HELLO and COMMAND DOCS; INFO, messages and clients for modules)
        HandleTable.close(this);
    }
}
