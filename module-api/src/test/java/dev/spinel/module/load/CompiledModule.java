package dev.spinel.module.load;

import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A module in C that the tests of a class share: compiled once, loaded by each into a server of its own. */
final class CompiledModule implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final String source;
    private Path directory;
    private String path;
    private ModuleHarness server;

    /** @param source a resource beside the test class */
    CompiledModule(String source) {
        this.source = source;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        CCompiler.assumePresent();
        directory = Files.createTempDirectory("module");
        path = CCompiler.compile(context.getRequiredTestClass(), source, ModuleApi.catalog(), directory).toString();
    }

    String path() {
        return path;
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
        server.load(path, arguments);
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
