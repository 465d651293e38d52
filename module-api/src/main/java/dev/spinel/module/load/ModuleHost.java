package dev.spinel.module.load;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.ConfigWords;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.GlobalLock;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.InfoSections;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.module.abi.FunctionCatalog;
import dev.spinel.module.abi.ModuleLoadException;
import dev.spinel.module.api.KeptValues;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleApi;
import dev.spinel.module.api.ModuleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads and unloads modules. A load either succeeds or leaves nothing behind; an unload is refused while something
 * still needs the module. Nothing of the module machinery is touched before the first load. Owned by the thread that
 * holds the GIL; one per engine.
 */
public final class ModuleHost implements AutoCloseable {
    private final ModuleServer server;
    private final Map<LoadedModule, ModuleCode> codes = new HashMap<>();
    private FunctionCatalog catalog;
    private boolean hasCode;

    private ModuleHost(ModuleServer server) {
        this.server = server;
    }

    /** Gives an engine modules: the MODULE command, and what stands behind it. */
    public static ModuleHost register(Engine engine, GlobalLock lock, Handoff handoff, OperatorLog log) {
        ModuleHost host = new ModuleHost(new ModuleServer(engine, lock, handoff, log));
        ModuleCommands commands = new ModuleCommands(host);
        commands.register(engine.commands());
        engine.modules(commands);
        engine.addCron(host::checkSignals);
        return host;
    }

    public ModuleServer server() {
        return server;
    }

    /**
     * Loads a module and runs its {@code OnLoad}; the log says why it failed.
     *
     * @param path as MODULE LOAD got it
     * @return whether it is there now
     */
    public boolean load(String path, List<byte[]> arguments) {
        return load(path, arguments, false);
    }

    /** As {@link #load}, where every value in {@link ModuleServer#pendingSettings} must have been taken. */
    boolean loadEx(String path, List<byte[]> arguments) {
        return load(path, arguments, true);
    }

    private boolean load(String path, List<byte[]> arguments, boolean takesSettings) {
        LoadedModule module = new LoadedModule(server, fileName(path), path, arguments);
        return load(module, file(path)) && areSettingsRight(module, takesSettings);
    }

    /** @param file what its path means, or another file with the same content */
    private boolean load(LoadedModule module, Path file) {
        String path = module.path();
        ModuleCode code = open(module, file);
        if (code == null) {
            module.close();
            return false;
        }
        module.getApi(code.getApi());
        if (code.onLoad() == ModuleCode.FAILED) {
            server.log(OperatorLog.WARNING, "Module " + path + " initialization failed. Module not loaded");
            end(module, code);
            return false;
        }
        module.loaded();
        codes.put(module, code);
        server.modules().put(module.name(), module);
        server.log(OperatorLog.NOTICE, "Module '" + module.name() + "' loaded from " + path);
        server.serverEvents().moduleChanged(module, true);
        return true;
    }

    /** A module whose settings are in disorder goes again. */
    private boolean areSettingsRight(LoadedModule module, boolean takesSettings) {
        boolean isUnset = module.hasUnsetSettings();
        boolean isLeft = takesSettings && !server.pendingSettings().isEmpty();
        if (isUnset) {
            server.log(OperatorLog.WARNING, "Module Configurations were not set, likely a missing LoadConfigs call. "
                    + "Unloading the module.");
        }
        if (isLeft) {
            server.log(OperatorLog.WARNING, "Loadex configurations were not applied, likely due to invalid arguments. "
                    + "Unloading the module.");
        }
        if (isUnset || isLeft) {
            unload(module.name());
            return false;
        }
        return true;
    }

    private ModuleCode open(LoadedModule module, Path file) {
        if (!hasCode) {
            hasCode = true;
            server.lock().share();
        }
        try {
            return module.path().endsWith(JavaCode.EXTENSION) ? JavaCode.open(file, module)
                    : NativeCode.open(file, catalog(), module);
        } catch (ModuleLoadException e) {
            server.log(OperatorLog.WARNING, e.getMessage());
            return null;
        }
    }

    /** Relative paths mean the server's working directory, which the JVM cannot change to. */
    Path file(String path) {
        return Path.of(server.engine().settings().dir.value()).resolve(path);
    }

    private FunctionCatalog catalog() {
        if (catalog == null) {
            catalog = ModuleApi.catalog();
        }
        return catalog;
    }

    private void checkSignals() {
        for (ModuleCode code : codes.values()) {
            code.checkSignals();
        }
    }

    private static String fileName(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return file.endsWith(".so") || file.endsWith(JavaCode.EXTENSION) ? file.substring(0, dot) : file;
    }

    /**
     * Unloads a module.
     *
     * @return null when it is gone; otherwise why not, in Redis' words
     */
    public String unload(String name) {
        LoadedModule module = server.modules().get(name);
        if (module == null) {
            return "no such module with that name";
        }
        String obstacle = module.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        ModuleCode code = codes.get(module);
        if (code.onUnload() == ModuleCode.FAILED) {
            server.log(OperatorLog.WARNING, "Module " + name + " OnUnload failed.  Unload canceled.");
            return "operation not possible.";
        }
        remove(module, code);
        server.log(OperatorLog.NOTICE, "Module " + name + " unloaded");
        server.serverEvents().moduleChanged(module, false);
        return null;
    }

    /**
     * Exchanges the code of a module and keeps its data, which is saved by the callbacks of the old code and loaded by
     * those of the new. When the new code cannot be loaded, or cannot load the data, the old code is loaded again: its
     * data is as it was, what else it held in memory is as after a start.
     *
     * @param path null for the path it was loaded from
     * @param arguments null for those it was loaded with
     * @return null when done; otherwise why not
     */
    String reload(String name, String path, List<byte[]> arguments) {
        LoadedModule old = server.modules().get(name);
        String obstacle = old == null ? "no such module with that name" : old.obstacleToReload();
        if (obstacle == null && server.engine().snapshotter().isBusy()) {
            obstacle = "data is being saved in the background, try again when that is done";
        }
        if (obstacle != null) {
            return obstacle;
        }
        Path copy = null;
        try (KeptValues values = new KeptValues(old)) {
            copy = codes.get(old).keep();
            return exchange(old, new LoadedModule(server, name, path == null ? old.path() : path,
                    arguments == null ? old.arguments() : arguments), values, copy);
        } catch (IOException e) {
            return "its code cannot be kept: " + e.getMessage();
        } finally {
            deleteKept(copy);
        }
    }

    private String exchange(LoadedModule old, LoadedModule fresh, KeptValues values, Path copy) {
        old.keepSettings();
        Map<String, String> settings = Map.copyOf(server.pendingSettings());
        server.pendingSettings().clear();
        if (codes.get(old).onUnload() == ModuleCode.FAILED) {
            fresh.close();
            return "operation not possible.";
        }
        values.release();
        remove(old, codes.get(old));
        String complaint = enter(fresh, file(fresh.path()), old.name(), settings, values);
        if (complaint == null) {
            server.log(OperatorLog.NOTICE, "Module " + old.name() + " reloaded from " + fresh.path() + ", "
                    + values.count() + " values taken over");
            return null;
        }
        server.log(OperatorLog.WARNING, "Module " + old.name() + " cannot be reloaded: " + complaint
                + " The old code is loaded again.");
        String trouble = enter(new LoadedModule(server, old.name(), old.path(), old.arguments()), copy, old.name(),
                settings, values);
        if (trouble != null) {
            server.crash(Crash.panic(Invariant.broken("module '" + old.name() + "' cannot be loaded again: " + trouble)));
        }
        return complaint;
    }

    /** Loads a module in the place of another one; null when it is there, with the data, else nothing of it is. */
    private String enter(LoadedModule module, Path file, String name, Map<String, String> settings, KeptValues values) {
        server.pendingSettings().putAll(settings);
        boolean isLoaded = load(module, file);
        boolean isRight = isLoaded && !module.hasUnsetSettings();
        server.pendingSettings().clear();
        if (!isLoaded) {
            return "its code cannot be loaded.";
        }
        String complaint = isRight ? null : "its settings were not loaded.";
        if (!module.name().equals(name)) {
            complaint = "it calls itself '" + module.name() + "'.";
        }
        complaint = complaint == null ? values.restore() : complaint;
        if (complaint != null) {
            values.release();
            remove(module, codes.get(module));
        }
        return complaint;
    }

    private void deleteKept(Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            server.log(OperatorLog.WARNING, "Cannot delete " + copy + ": " + e.getMessage());
        }
    }

    /** The loaded bytes of a module, whatever became of the file they were read from. */
    Path content(LoadedModule module) {
        return codes.get(module).content();
    }

    private void remove(LoadedModule module, ModuleCode code) {
        codes.remove(module);
        server.modules().remove(module.name());
        end(module, code);
    }

    /** What it registered goes first, then its code, then its memory. */
    private static void end(LoadedModule module, ModuleCode code) {
        module.withdraw();
        code.close();
        module.close();
    }

    /** Loaded modules as CONFIG REWRITE keeps them: path and arguments. */
    public List<String> rewriteLines() {
        List<String> lines = new ArrayList<>();
        for (LoadedModule module : server.all()) {
            StringBuilder line = new StringBuilder(module.path());
            module.arguments().forEach(argument -> line.append(' ').append(ConfigWords.quote(Text.string(argument))));
            lines.add(line.toString());
        }
        return lines;
    }

    /** Adds the modules to INFO, whose section of that name must be there. */
    public void showIn(InfoSections sections) {
        sections.contribute("modules", writer -> writer.raw(info()));
        sections.modules(this::writeSections);
    }

    private void writeSections(InfoWriter writer, Set<String> wanted, boolean all) {
        String sections = server.infoSections(all ? null : wanted, false);
        if (!sections.isEmpty()) {
            writer.raw("\r\n" + sections);
        }
    }

    /** The lines of the section INFO modules. */
    String info() {
        return ModuleInfo.lines(server);
    }

    /**
     * The end of the process: modules that asked for it are told, then what they registered is taken back. Their code
     * stays, because it may run until the last moment.
     */
    @Override
    public void close() {
        server.serverEvents().shutdown();
        List.copyOf(server.all()).reversed().forEach(LoadedModule::withdraw);
        server.close();
    }
}
