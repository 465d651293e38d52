package dev.spinel.tools.examples;

import dev.spinel.tools.harness.ModuleCompiler;
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

/** Builds the modules of {@code examples} into a directory. */
final class ExampleModules {
    static final List<String> NAMES = List.of("greeting", "upper", "counter", "limiter", "waiter", "scratch");
    private static final Path SOURCES = Path.of(System.getProperty("spinel.root"), "examples");
    private static final String SERVICE = "META-INF/services/dev.spinel.module.spi.SpinelModule";

    private ExampleModules() {}

    /** Compiles every C example against the header the server prints. */
    static List<Path> buildC(Path directory) throws IOException, InterruptedException {
        ModuleCompiler.writeHeader(directory);
        for (String name : NAMES) {
            ModuleCompiler.compile(SOURCES.resolve("c").resolve(name + ".c"), directory.resolve(name + ".so"));
        }
        return NAMES.stream().map(name -> directory.resolve(name + ".so")).toList();
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
