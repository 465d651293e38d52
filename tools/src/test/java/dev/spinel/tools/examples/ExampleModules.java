package dev.spinel.tools.examples;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Builds the modules of {@code examples} into a directory. */
final class ExampleModules {
    static final List<String> NAMES = List.of("greeting", "upper", "counter", "limiter", "waiter", "scratch");
    private static final Path SOURCES = Path.of(System.getProperty("spinel.root"), "examples");
    private static final String SERVICE = "META-INF/services/dev.spinel.module.spi.SpinelModule";

    private ExampleModules() {}

    /** Skips the calling test where there is no gcc; fails it on the build machine, which must have one. */
    static void requireCompiler() throws InterruptedException {
        boolean isPresent;
        try {
            isPresent = new ProcessBuilder("gcc", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            isPresent = false;
        }
        String message = "no gcc on this machine: the C examples are not tested";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(isPresent, message);
        }
        Assumptions.assumeTrue(isPresent, message);
    }

    /** Compiles every C example against the header the server prints. */
    static List<Path> buildC(Path directory) throws IOException, InterruptedException {
        Path header = directory.resolve("redismodule.h");
        run(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "dev.spinel.tools.gen.ModuleHeader")
                .redirectOutput(header.toFile()));
        for (String name : NAMES) {
            run(new ProcessBuilder("gcc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared",
                    "-I" + directory, "-o", directory.resolve(name + ".so").toString(),
                    SOURCES.resolve("c").resolve(name + ".c").toString()));
        }
        return NAMES.stream().map(name -> directory.resolve(name + ".so")).toList();
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

    /** Compiles every Java example and packs it with its service entry. */
    static List<Path> buildJava(Path directory) throws IOException {
        for (String name : NAMES) {
            String type = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            Path classes = Files.createDirectories(directory.resolve(name));
            compile(SOURCES.resolve("java").resolve(type + ".java"), classes);
            Path service = classes.resolve(SERVICE);
            Files.createDirectories(service.getParent());
            Files.writeString(service, type + "\n");
            pack(classes, directory.resolve(name + ".jar"));
        }
        return NAMES.stream().map(name -> directory.resolve(name + ".jar")).toList();
    }

    private static void compile(Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean isGood = compiler.getTask(messages, files, null,
                    List.of("-d", classes.toString(), "-Xlint:all,-processing,-classfile,-path", "-Werror"), null,
                    files.getJavaFileObjects(source)).call();
            Assertions.assertTrue(isGood, messages::toString);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }
}
