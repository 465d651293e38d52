package dev.spinel.module.spi;

import java.util.List;

/**
 * A module in Java. Its jar names the class in {@code META-INF/services/dev.spinel.module.spi.SpinelModule}; the class
 * has a public constructor without parameters. One object lives from MODULE LOAD to MODULE UNLOAD, in a class loader of
 * its own. Everything but what it starts itself runs on the thread that holds all data.
 */
public interface SpinelModule {
    /** The name MODULE LIST shows; no two loaded modules share one. */
    String name();

    /** The version MODULE LIST shows. */
    default int version() {
        return 1;
    }

    /**
     * Registers commands, types and listeners. An exception refuses the load, and whatever was registered is taken
     * back.
     *
     * @param arguments what followed the path in MODULE LOAD
     */
    void onLoad(ModuleContext context, List<String> arguments) throws Exception;

    /** Ends what the module started itself, threads above all. An exception refuses the unload. */
    default void onUnload(ModuleContext context) throws Exception {
        // Most modules only have what the server takes back itself.
    }
}
