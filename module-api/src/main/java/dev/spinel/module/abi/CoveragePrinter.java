package dev.spinel.module.abi;

import java.io.PrintStream;

/** Prints which functions of the module API this server has, against the list of all that modules may ask for. */
public final class CoveragePrinter {
    private CoveragePrinter() {}

    /** One line per function, {@code implemented} or {@code missing}; the counts come last. */
    public static void print(FunctionCatalog catalog, PrintStream out) {
        int known = 0;
        int implemented = 0;
        for (KnownFunctions.Row row : KnownFunctions.all()) {
            boolean has = catalog.indexOf(row.name()) >= 0;
            out.printf("%-12s %-6s %s%n", has ? "implemented" : "missing", row.since(), row.name());
            known++;
            implemented += has ? 1 : 0;
        }
        out.println(implemented + " of " + known + " implemented, " + (known - implemented) + " missing, "
                + (catalog.size() - implemented) + " of our own");
    }
}
