package dev.spinel.module.abi;

import java.nio.file.Path;
import java.util.Locale;

/** Where native modules run: the machine code of {@link Thunks} is for x86-64 Linux. */
final class Platform {
    private Platform() {}

    /** @throws ModuleLoadException naming this platform when it is another one */
    static void check(Path path) throws ModuleLoadException {
        check(path, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Whether native code runs here at all. */
    static boolean isSupported() {
        return isKnown(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    private static boolean isKnown(String system, String machine) {
        return system.equalsIgnoreCase("linux") && (machine.equals("amd64") || machine.equals("x86_64"));
    }

    static void check(Path path, String system, String machine) throws ModuleLoadException {
        if (!isKnown(system, machine)) {
            throw new ModuleLoadException(path, "native modules need Linux on x86-64, this is "
                    + system.toLowerCase(Locale.ROOT) + " on " + machine);
        }
    }
}
