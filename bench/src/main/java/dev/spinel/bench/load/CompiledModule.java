package dev.spinel.bench.load;

import dev.spinel.module.abi.HeaderPrinter;
import dev.spinel.module.api.ModuleApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of our C sources, compiled into a temporary directory against the header of this build. Needs gcc. */
final class CompiledModule implements AutoCloseable {
    private final Path directory;
    private final String name;

    private CompiledModule(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** @param name of a source beside this class, without {@code .c} */
    static CompiledModule of(String name) throws IOException, InterruptedException {
        CompiledModule module = new CompiledModule(Files.createTempDirectory("spinel-bench-module"), name);
        try {
            module.compile();
            return module;
        } catch (IOException | InterruptedException failure) {
            module.close();
            throw failure;
        }
    }

    /** Words of a server's command line that load it. */
    List<String> settings() {
        return List.of("--loadmodule", file(".so").toString());
    }

    private Path file(String ending) {
        return directory.resolve(name + ending);
    }

    private Path header() {
        return directory.resolve("redismodule.h");
    }

    private void compile() throws IOException, InterruptedException {
        try (PrintStream header = new PrintStream(Files.newOutputStream(header()), false, StandardCharsets.UTF_8);
                InputStream source = CompiledModule.class.getResourceAsStream(name + ".c")) {
            HeaderPrinter.print(ModuleApi.catalog(), header);
            Files.copy(source, file(".c"));
        }
        int status = new ProcessBuilder("gcc", "-std=gnu11", "-O2", "-fPIC", "-shared", "-o",
                file(".so").toString(), file(".c").toString()).inheritIO().start().waitFor();
        if (status != 0) throw new IOException("gcc ended with status " + status);
    }

    @Override
    public void close() throws IOException {
        for (Path file : List.of(file(".so"), file(".c"), header(), directory)) {
            Files.deleteIfExists(file);
        }
    }
}
