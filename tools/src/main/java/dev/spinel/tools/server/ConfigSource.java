package dev.spinel.tools.server;

import dev.spinel.engine.config.CommandLine;
import dev.spinel.engine.config.ConfigDirectives;
import dev.spinel.engine.config.ConfigError;
import dev.spinel.engine.config.ConfigFile;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.acl.Acl;
import dev.spinel.engine.feature.acl.RuleError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads the configuration from file, standard input and command line, and keeps what is no setting. */
final class ConfigSource implements ConfigDirectives {
    private final Path workingDirectory = Path.of("").toAbsolutePath();
    private final List<ModuleRequest> modules = new ArrayList<>();
    private final Map<String, String> moduleSettings = new LinkedHashMap<>();
    private final Map<String, String> renames = new LinkedHashMap<>();
    private final List<List<String>> users = new ArrayList<>();
    private Path file;
    private String standardInput = "";

    /** A module to load at start. */
    record ModuleRequest(String path, List<String> args) {}

    /** Loads everything the arguments ask for into {@code settings}. */
    void load(List<String> arguments, Settings settings) throws ConfigError, IOException {
        CommandLine line = CommandLine.of(arguments);
        String fileText = "";
        if (line.configFile() != null) {
            file = workingDirectory.resolve(line.configFile()).normalize();
            fileText = include(line.configFile());
        }
        if (line.readsStdin()) {
            standardInput = new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1) + "\n";
        }
        new ConfigFile(settings, this).load(line.merge(fileText, standardInput));
    }

    /** What was read from standard input. */
    String standardInput() {
        return standardInput;
    }

    /** The configuration file, absolute; null when there is none. */
    Path file() {
        return file;
    }

    List<ModuleRequest> modules() {
        return modules;
    }

    /** Users, each as its name and its rules. */
    List<List<String>> users() {
        return users;
    }

    /** Settings of modules by full name, in the order of the file. */
    Map<String, String> moduleSettings() {
        return moduleSettings;
    }

    /** New names of commands by old name. */
    Map<String, String> renames() {
        return renames;
    }

    @Override
    public String renameCommand(String from, String to) {
        renames.put(from, to);
        return null;
    }

    @Override
    public String user(List<String> words) {
        List<String> declaration = words.subList(1, words.size());
        String name = declaration.get(0);
        if (users.stream().anyMatch(known -> known.get(0).equals(name))) {
            return Acl.declarationError(name, RuleError.DUPLICATE_USER);
        }
        users.add(declaration);
        return Acl.declarationError(declaration);
    }

    @Override
    public String loadModule(String path, List<String> args) {
        modules.add(new ModuleRequest(path, args));
        return null;
    }

    @Override
    public String moduleSetting(String name, String value) {
        moduleSettings.put(name, value);
        return null;
    }

    @Override
    public String sentinel(List<String> words) {
        return "sentinel directive while not in sentinel mode";
    }

    @Override
    public String include(String pattern) throws ConfigError {
        if (!pattern.matches(".*[*?\\[].*")) {
            return read(workingDirectory.resolve(pattern));
        }
        Path path = workingDirectory.resolve(pattern);
        StringBuilder text = new StringBuilder();
        TreeSet<Path> matching = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
            found.forEach(matching::add);
        } catch (NoSuchFileException nothingMatches) {
            return "";
        } catch (IOException failure) {
            throw ConfigError.unreadable(pattern, reason(failure));
        }
        for (Path match : matching) {
            text.append(read(match));
        }
        return text.toString();
    }

    private static String read(Path path) throws ConfigError {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1) + "\n";
        } catch (IOException failure) {
            throw ConfigError.unreadable(path.toString(), reason(failure));
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof NoSuchFileException ? "No such file or directory" : failure.getMessage();
    }
}
