package dev.spinel.module.load;

import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A module in C that the tests of a class share, perhaps with a twin in Java: compiled once, loaded by each into a server
 * of its own.
 */
final class CompiledModule implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final String source;
    private final String twin;
    private final Map<Language, String> paths = new EnumMap<>(Language.class);
    private Path directory;
    private ModuleHarness server;

    /** Which of the twins. */
    enum Language { C, JAVA }

    /** @param source a resource beside the test class */
    CompiledModule(String source) {
        this(source, null);
    }

    /** @param twin name of a class in the resource {@code <twin>.java.txt} beside the test class; in no package */
    CompiledModule(String source, String twin) {
        this.source = source;
        this.twin = twin;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        CCompiler.assumePresent();
        directory = Files.createTempDirectory("module");
        Class<?> owner = context.getRequiredTestClass();
        paths.put(Language.C, CCompiler.compile(owner, source, ModuleApi.catalog(), directory).toString());
        if (twin != null) {
            try (InputStream text = owner.getResourceAsStream(twin + ".java.txt")) {
                String code = new String(text.readAllBytes(), StandardCharsets.UTF_8);
                paths.put(Language.JAVA, JarCompiler.jar(directory, twin, code, twin));
            }
        }
    }

    String path() {
        return path(Language.C);
    }

    String path(Language language) {
        return paths.get(language);
    }

    /** Where files may be left; gone with the last test. */
    Path directory() {
        return directory;
    }

    /** The server of the test that begins; emptied and closed when it is over. */
    ModuleHarness newServer() {
        server = new ModuleHarness();
        return server;
    }

    void load(String... arguments) {
        server.load(path(), arguments);
    }

    void load(Language language) {
        server.load(path(language));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.run("FLUSHALL");
        List.copyOf(server.host().server().all()).forEach(module -> server.run("MODULE", "UNLOAD", module.name()));
        server.close();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted((a, b) -> b.compareTo(a)).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
