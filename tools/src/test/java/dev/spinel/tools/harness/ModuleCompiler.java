package dev.spinel.tools.harness;

import dev.spinel.engine.Requirement;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Compiles modules in C and C++ against the header the server prints. */
public final class ModuleCompiler {
    private ModuleCompiler() {}

    /** Skips the calling test where there is no gcc; fails it on the build machine, which must have one. */
    public static void requireCompiler() throws InterruptedException {
        boolean isPresent;
        try {
            isPresent = new ProcessBuilder("gcc", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            isPresent = false;
        }
        Requirement.of(isPresent, "gcc");
    }

    /** Puts {@code redismodule.h} into a directory. */
    public static void writeHeader(Path directory) throws IOException, InterruptedException {
        run(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "dev.spinel.tools.gen.ModuleHeader")
                .redirectOutput(directory.resolve("redismodule.h").toFile()));
    }

    /** Compiles a resource beside a class; source and header lie beside {@code module}. */
    public static void compileResource(Class<?> owner, String name, Path module, String... options)
            throws IOException, InterruptedException {
        Path source = module.resolveSibling(name);
        try (InputStream in = owner.getResourceAsStream(name)) {
            Files.write(source, in.readAllBytes());
        }
        compile(source, module, options);
    }

    /** Compiles one source file; the header lies beside {@code module}. */
    public static void compile(Path source, Path module, String... options) throws IOException, InterruptedException {
        boolean isC = source.toString().endsWith(".c");
        List<String> command = new ArrayList<>(List.of(isC ? "gcc" : "g++", isC ? "-std=gnu11" : "-std=c++17", "-O1",
                "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-I" + module.getParent(), "-o", module.toString(),
                source.toString()));
        command.addAll(List.of(options));
        run(new ProcessBuilder(command));
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        File messages = File.createTempFile("spinel-examples-", ".log");
        try {
            int status = builder.redirectError(messages).start().waitFor();
            Assertions.assertEquals(0, status, () -> String.join(" ", builder.command()) + "\n" + text(messages));
        } finally {
            Files.delete(messages.toPath());
        }
    }

    private static String text(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
