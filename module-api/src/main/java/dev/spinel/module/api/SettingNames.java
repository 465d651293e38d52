package dev.spinel.module.api;

import dev.spinel.engine.config.Setting;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.List;

/** {@code RedisModuleConfigIterator}: names of settings, as they were when it was made. Only with the GIL. */
public final class SettingNames extends Handle implements AutoMemory.Owned {
    private final ModuleContext context;
    private final List<String> names = new ArrayList<>();
    private int index;
    private long current;

    SettingNames(ModuleContext context, String pattern) {
        this.context = context;
        byte[] glob = Text.bytes(pattern);
        for (Setting setting : context.engine().settings().all()) {
            if (!setting.is(Setting.HIDDEN) && Glob.matches(glob, Text.bytes(setting.name()), true)) {
                names.add(setting.name());
            }
        }
    }

    ModuleContext context() {
        return context;
    }

    /** Address of the next name, NUL-terminated; 0 at the end. */
    long next() {
        forget();
        if (index == names.size()) {
            return 0;
        }
        current = StringCell.create(context.module().memory().strings(), names.get(index++));
        return StringCell.bytes(current);
    }

    private void forget() {
        if (current != 0) {
            StringCell.release(current);
            current = 0;
        }
    }

    @Override
    public void release() {
        forget();
        HandleTable.close(this);
    }
}
