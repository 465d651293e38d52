package dev.spinel.module.abi;

import dev.spinel.engine.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Compiles test modules with the machine's C compiler against the generated header. */
public final class CCompiler {
    private CCompiler() {}

    /** Skips the calling test where there is no gcc. */
    public static void assumePresent() {
        boolean isPresent;
        try {
            isPresent = new ProcessBuilder("gcc", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            isPresent = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Requirement.of(isPresent, "gcc");
    }

    /** Compiles a resource of {@code owner} into {@code directory} against the header of {@code catalog}. */
    public static Path compile(Class<?> owner, String resource, FunctionCatalog catalog, Path directory,
            String... options) throws Exception {
        writeHeader(catalog, directory);
        Path source = directory.resolve(resource);
        try (InputStream in = owner.getResourceAsStream(resource)) {
            Files.write(source, in.readAllBytes());
        }
        Path module = directory.resolve(resource.replace(".c", ".so"));
        run(source, module, options);
        return module;
    }

    /** Puts {@code redismodule.h} into a directory. */
    public static void writeHeader(FunctionCatalog catalog, Path directory) throws IOException {
        try (PrintStream header = new PrintStream(
                Files.newOutputStream(directory.resolve("redismodule.h")), false, StandardCharsets.UTF_8)) {
            HeaderPrinter.print(catalog, header);
        }
    }

    /** Compiles a text into a shared object of that path. */
    public static Path compileText(String text, Path library, String... options) throws Exception {
        Path source = library.resolveSibling(library.getFileName() + ".c");
        Files.writeString(source, text);
        run(source, library, options);
        return library;
    }

    private static void run(Path source, Path library, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror",
                "-fPIC", "-shared", "-o", library.toString(), source.toString()));
        command.addAll(List.of(options));
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assertions.assertEquals(0, gcc.waitFor(), output);
    }
}
