package dev.spinel.module.load;

import dev.spinel.module.abi.FunctionCatalog;
import dev.spinel.module.abi.ModuleLoadException;
import dev.spinel.module.abi.NativeModule;
import dev.spinel.module.api.ArgumentVector;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleContext;
import java.io.IOException;
import java.nio.file.Path;

/** A compiled module: a shared object and its table of functions. */
final class NativeCode implements ModuleCode {
    private final LoadedModule module;
    private final NativeModule library;

    private NativeCode(LoadedModule module, NativeModule library) {
        this.module = module;
        this.library = library;
    }

    static NativeCode open(Path path, FunctionCatalog catalog, LoadedModule module) throws ModuleLoadException {
        return new NativeCode(module, NativeModule.open(path, catalog, module));
    }

    @Override
    public long getApi() {
        return library.getApi();
    }

    @Override
    public Path content() {
        return library.content();
    }

    @Override
    public Path keep() throws IOException {
        return library.keep();
    }

    @Override
    public int onLoad() {
        ModuleContext context = module.enter(null, 0);
        long argv = ArgumentVector.open(module.memory().strings(), module.arguments());
        try {
            return library.onLoad(context.address(), argv, module.arguments().size());
        } finally {
            ArgumentVector.close(module, argv, module.arguments().size());
            module.leave(context);
        }
    }

    @Override
    public int onUnload() {
        ModuleContext context = module.enter(null, 0);
        try {
            return library.onUnload(context.address());
        } finally {
            module.leave(context);
        }
    }

    @Override
    public void checkSignals() {
        library.checkSignals();
    }

    @Override
    public void close() {
        library.close();
    }
}
