package dev.spinel.tools.aof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The log of a server as files. */
final class AofFiles {
    private final Path directory;
    private int read;

    /** @param server directory of the server */
    AofFiles(Path server) {
        directory = server.resolve("appendonlydir");
    }

    /** The commands written to the first increment since the last time; a list of words each. */
    List<List<String>> newCommands() {
        try {
            byte[] bytes = Files.readAllBytes(directory.resolve("appendonly.aof.1.incr.aof"));
            String text = new String(bytes, read, bytes.length - read, StandardCharsets.ISO_8859_1);
            read = bytes.length;
            return parse(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<List<String>> parse(String text) {
        List<List<String>> commands = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            int count = Integer.parseInt(text.substring(at + 1, end));
            at = end + 2;
            List<String> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                end = text.indexOf("\r\n", at);
                int length = Integer.parseInt(text.substring(at + 1, end));
                words.add(text.substring(end + 2, end + 2 + length));
                at = end + 2 + length + 2;
            }
            commands.add(words);
        }
        return commands;
    }

    /** Takes the place of another log. */
    void replaceBy(Path otherServer) {
        try {
            delete(directory);
            Files.createDirectory(directory);
            try (Stream<Path> files = Files.list(otherServer.resolve("appendonlydir"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, directory.resolve(file.getFileName()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path manifest() {
        return directory.resolve("appendonly.aof.manifest");
    }
}
