package dev.spinel.tools.gen;

import dev.spinel.module.abi.CoveragePrinter;
import dev.spinel.module.api.ModuleApi;

/** Prints which functions of the module API the server has. */
public final class ModuleCoverage {
    private ModuleCoverage() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        CoveragePrinter.print(ModuleApi.catalog(), System.out);
    }
}
