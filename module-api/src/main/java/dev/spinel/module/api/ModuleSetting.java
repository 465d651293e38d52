package dev.spinel.module.api;

import dev.spinel.engine.config.Setting;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/**
 * A setting whose value a module keeps: it is read and changed through the module's functions. Named {@code
 * module.name}. Owned by its module; closed when that goes.
 *
 * <pre>
 *   block  0                  8
 *          | error (string)   | name, NUL |
 * </pre>
 */
abstract class ModuleSetting extends Setting {
    private static final int NAME_OFFSET = Long.BYTES;
    private static final int FAILED = 1;

    private final LoadedModule module;
    private final long privateData;
    private final long block;

    /** @param flags of {@link Setting} */
    ModuleSetting(LoadedModule module, String name, int flags, long applyFunction, long privateData) {
        super(module.name() + "." + name, flags);
        this.module = module;
        this.privateData = privateData;
        byte[] bytes = Text.bytes(name);
        block = Arena.allocateZeroed(module.memory().pool(), NAME_OFFSET + bytes.length + 1L);
        Mem.initCopyIn(bytes, 0, block + NAME_OFFSET, bytes.length);
        if (applyFunction != 0) {
            onApply(new Apply(module, applyFunction, privateData));
        }
    }

    /** The module's function that follows a change. Several settings may share it, which then runs once. */
    private record Apply(LoadedModule module, long function, long privateData) implements ApplyHook {
        @Override
        public String apply() {
            ModuleContext context = module.enter(null, 0);
            long error = context.pool().allocate(Long.BYTES);
            Native.putLong(error, 0);
            try {
                int status = Callbacks.intPpp(function, context.address(), privateData, error);
                return complaint(status, error);
            } finally {
                module.leave(context);
            }
        }
    }

    LoadedModule module() {
        return module;
    }

    /** The name as the module knows it, as C text. */
    final long nameAddress() {
        return block + NAME_OFFSET;
    }

    final long privateData() {
        return privateData;
    }

    /** Where the module's setter may put a string that says why it refuses. */
    final long errorAddress() {
        return block;
    }

    /** What a setter's answer means: null when done, else the module's reason, perhaps empty. */
    final String complaint(int status) {
        return complaint(status, block);
    }

    private static String complaint(int status, long errorAddress) {
        long error = Native.getLong(errorAddress);
        String text = "";
        if (error != 0) {
            text = Text.string(StringCell.bytes(error), StringCell.length(error));
            StringCell.release(error);
            Native.putLong(errorAddress, 0);
        }
        return status == FAILED ? text : null;
    }

    /** Sets the module's default; null when taken. */
    abstract String assignDefault();

    final void close() {
        Arena.free(block);
    }
}
