package dev.spinel.module.load;

import dev.spinel.module.spi.SpinelModule;
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

/** Makes module jars out of source text. */
final class JarCompiler {
    private JarCompiler() {}

    /**
     * Compiles one module and packs it as {@code <name>.jar} into a directory.
     *
     * @param name    simple name of the public class, in the unnamed package
     * @param service what the service entry names; null for no entry
     */
    static String jar(Path directory, String name, String source, String service) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name + "-classes"));
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean isGood = compiler.getTask(messages, files, null, List.of("-d", home.toString(), "-Xlint:all,-restricted",
                    "-Werror"), null, files.getJavaFileObjects(file)).call();
            Assertions.assertTrue(isGood, messages::toString);
        }
        if (service != null) {
            Path entry = home.resolve("META-INF/services/" + SpinelModule.class.getName());
            Files.createDirectories(entry.getParent());
            Files.writeString(entry, service + "\n");
        }
        Path jar = directory.resolve(name + ".jar");
        pack(home, jar);
        return jar.toString();
    }

    private static void pack(Path home, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(home.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }
}
