package dev.spinel.module.spi;

/** Something to run later, on the thread that holds all data. What it throws is logged. */
@FunctionalInterface
public interface Callback {
    void run(ModuleContext context) throws Exception;
}
