package dev.spinel.module.spi;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleInitApi;

/** The server's side of a Java module: runs its entry points and keeps its functions. Used by {@code module.load}. */
public final class JavaModule implements AutoCloseable {
    private static final int API_VERSION = 1;

    private final LoadedModule module;
    private final SpinelModule code;
    private final Functions functions;

    public JavaModule(LoadedModule module, SpinelModule code) {
        this.module = module;
        this.code = code;
        this.functions = new Functions(module);
        module.onClose(functions::close);
    }

    /** Runs {@code onLoad}; false when it refused, for which the log has the reason. */
    public boolean load() {
        return enter("onLoad", context -> {
            String name = code.name();
            if (ModuleInitApi.isModuleNameBusy(module, name)) {
                module.server().log(OperatorLog.WARNING, "Module name '" + name + "' is taken by a loaded module");
                return false;
            }
            ModuleInitApi.setModuleAttribs(context.api(), name, code.version(), API_VERSION);
            code.onLoad(context, module.arguments().stream().map(Text::string).toList());
            return true;
        });
    }

    /** Runs {@code onUnload}; false when it refused. */
    public boolean unload() {
        return enter("onUnload", context -> {
            code.onUnload(context);
            return true;
        });
    }

    private interface EntryPoint {
        boolean run(ModuleContext context) throws Exception;
    }

    private boolean enter(String what, EntryPoint entryPoint) {
        dev.spinel.module.api.ModuleContext context = module.enter(null, 0);
        try {
            return entryPoint.run(new ModuleContext(context, functions));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError failure) {
            functions.log(what, failure);
            return false;
        } finally {
            module.leave(context);
        }
    }

    @Override
    public void close() {
        functions.close();
    }
}
