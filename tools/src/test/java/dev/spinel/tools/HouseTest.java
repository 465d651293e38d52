package dev.spinel.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was agreed once about the shape of the house: who may import whom, and that every room has a floor plan. */
final class HouseTest {
    private static final Path ROOT = Path.of(System.getProperty("spinel.root"));
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    /** Maven module to the root packages of ours it may import. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "engine", Set.of("dev.spinel.engine"),
            "io", Set.of("dev.spinel.engine", "dev.spinel.io"),
            "persistence", Set.of("dev.spinel.engine", "dev.spinel.persistence"),
            "module-api", Set.of("dev.spinel.engine", "dev.spinel.module"),
            "tools", Set.of("dev.spinel.engine", "dev.spinel.io", "dev.spinel.persistence", "dev.spinel.module",
                    "dev.spinel.tools"),
            "bench", Set.of("dev.spinel"));
    /** Floors of the engine, lowest first: a package imports none above its own. */
    private static final List<String> FLOORS = List.of("memory", "struct", "keyspace", "command", "type");
    /** A dependency and the only packages that may use it. */
    private static final Map<String, List<String>> ROOMS_OF_DEPENDENCIES = Map.of(
            "org.jctools", List.of("dev.spinel.io.handoff"),
            "org.HdrHistogram", List.of("dev.spinel.engine.stats", "dev.spinel.bench"),
            "java.lang.foreign",
                    List.of("dev.spinel.engine.memory", "dev.spinel.module", "dev.spinel.tools.supervisor"),
            "java.nio.channels.SocketChannel", List.of("dev.spinel.io", "dev.spinel.bench"),
            "java.nio.channels.Selector", List.of("dev.spinel.io", "dev.spinel.bench"));

    private record Source(Path file, String module, String packageName, List<String> imports) {}

    private static List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String module : ARROWS.keySet()) {
            Path main = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(main)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.add(source(module, main, file)));
            }
        }
        assertTrue(sources.size() > 100, "the sources were found");
        return sources;
    }

    private static Source source(String module, Path main, Path file) {
        try {
            List<String> imports = new ArrayList<>();
            Matcher matcher = IMPORT.matcher(Files.readString(file));
            while (matcher.find()) {
                imports.add(matcher.group(1));
            }
            String packageName = main.relativize(file.getParent()).toString().replace('/', '.');
            return new Source(main.relativize(file), module, packageName, imports);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void modulesImportOnlyAlongTheArrows() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Source source : sources()) {
            for (String imported : source.imports()) {
                boolean ours = imported.startsWith("dev.spinel.");
                if (ours && ARROWS.get(source.module()).stream().noneMatch(imported::startsWith)) {
                    wrong.add(source.file() + " imports " + imported);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void lowerFloorsOfTheEngineDoNotLookUp() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Source source : sources()) {
            int floor = floor(source.packageName());
            for (String imported : source.imports()) {
                if (floor >= 0 && floor(imported) > floor) {
                    wrong.add(source.file() + " imports " + imported);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static int floor(String name) {
        for (int i = 0; i < FLOORS.size(); i++) {
            if (name.startsWith("dev.spinel.engine." + FLOORS.get(i))) {
                return i;
            }
        }
        return name.startsWith("dev.spinel.engine.feature") || name.equals("dev.spinel.engine.Engine")
                ? FLOORS.size()
                : -1;
    }

    @Test
    void dependenciesStayInTheirRooms() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Source source : sources()) {
            for (String imported : source.imports()) {
                ROOMS_OF_DEPENDENCIES.forEach((dependency, rooms) -> {
                    if ((imported.equals(dependency) || imported.startsWith(dependency + "."))
                            && rooms.stream().noneMatch(source.packageName()::startsWith)) {
                        wrong.add(source.file() + " imports " + imported);
                    }
                });
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyPackageHasAFloorPlan() throws IOException {
        List<String> without = new ArrayList<>();
        for (Source source : sources()) {
            Path directory = ROOT.resolve(source.module()).resolve("src/main/java").resolve(source.file()).getParent();
            if (!Files.exists(directory.resolve("package-info.java")) && !without.contains(source.packageName())) {
                without.add(source.packageName());
            }
        }
        assertEquals(List.of(), without);
    }
}
