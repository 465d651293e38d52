package dev.spinel.tools.gen;

import dev.spinel.module.abi.HeaderPrinter;
import dev.spinel.module.api.ModuleApi;

/** Prints the C header that modules compile against. */
public final class ModuleHeader {
    private ModuleHeader() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        HeaderPrinter.print(ModuleApi.catalog(), System.out);
    }
}
