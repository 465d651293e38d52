package dev.spinel.module.load;

import dev.spinel.module.abi.ModuleLoadException;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.spi.JavaModule;
import dev.spinel.module.spi.SpinelModule;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/**
 * A module in Java: a jar that names its {@link SpinelModule} as a service, in a class loader of its own. The jar is
 * copied first, so that replacing it while it runs is harmless.
 */
final class JavaCode implements ModuleCode {
    static final String EXTENSION = ".jar";

    private final JavaModule module;
    private final URLClassLoader classes;
    private final LoadedModule owner;
    private final Path copy;

    private JavaCode(LoadedModule owner, SpinelModule module, URLClassLoader classes, Path copy) {
        this.owner = owner;
        this.copy = copy;
        this.module = new JavaModule(owner, module);
        this.classes = classes;
    }

    static JavaCode open(Path path, LoadedModule owner) throws ModuleLoadException {
        check(path);
        Path copy = copy(path);
        URLClassLoader classes = new URLClassLoader("module " + path.getFileName(), urls(copy),
                SpinelModule.class.getClassLoader());
        try {
            return new JavaCode(owner, provider(path, classes), classes, copy);
        } catch (ModuleLoadException refusal) {
            close(classes, copy, owner);
            throw refusal;
        }
    }

    private static Path copy(Path path) throws ModuleLoadException {
        try {
            Path copy = Files.createTempFile(path.getFileName().toString(), EXTENSION);
            copy.toFile().deleteOnExit();
            return Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ModuleLoadException(path, "cannot be copied: " + e.getMessage(), e);
        }
    }

    private static void check(Path path) throws ModuleLoadException {
        if (!Files.exists(path)) {
            throw new ModuleLoadException(path, "no such file");
        }
        try {
            new JarFile(path.toFile()).close();
        } catch (IOException e) {
            throw new ModuleLoadException(path, "not a jar: " + e.getMessage(), e);
        }
    }

    private static URL[] urls(Path path) throws ModuleLoadException {
        try {
            return new URL[] {path.toUri().toURL()};
        } catch (MalformedURLException e) {
            throw new ModuleLoadException(path, e.getMessage(), e);
        }
    }

    /** The one module of the jar; services the parent loader knows do not count. */
    private static SpinelModule provider(Path path, URLClassLoader classes) throws ModuleLoadException {
        try {
            List<SpinelModule> found = ServiceLoader.load(SpinelModule.class, classes).stream()
                    .filter(provider -> provider.type().getClassLoader() == classes)
                    .map(ServiceLoader.Provider::get).toList();
            if (found.size() != 1) {
                throw new ModuleLoadException(path, "META-INF/services/" + SpinelModule.class.getName()
                        + " must name one class, it names " + found.size());
            }
            return found.getFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new ModuleLoadException(path, e.getMessage(), e);
        }
    }

    /** No C code reads a context of Java. */
    @Override
    public long getApi() {
        return 0;
    }

    @Override
    public Path content() {
        return copy;
    }

    @Override
    public Path keep() throws IOException {
        return Files.copy(copy, Files.createTempFile("spinel-module", EXTENSION), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public int onLoad() {
        return module.load() ? 0 : FAILED;
    }

    @Override
    public int onUnload() {
        return module.unload() ? 0 : FAILED;
    }

    @Override
    public void checkSignals() {
        // Java code takes no signals.
    }

    @Override
    public void close() {
        module.close();
        close(classes, copy, owner);
    }

    private static void close(URLClassLoader classes, Path copy, LoadedModule owner) {
        try {
            classes.close();
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            owner.log().failure(owner.name(), "close", e);
        }
    }
}
