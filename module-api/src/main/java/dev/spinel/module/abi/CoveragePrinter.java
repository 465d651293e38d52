package dev.spinel.module.abi;

import java.io.PrintStream;

/** Prints which functions of the module API this server has, against the list of all that modules may ask for. */
public final class CoveragePrinter {
    private static final String IMPLEMENTED = "implemented";
    private static final String STAND_ALONE = "stand-alone answer";
    private static final String MISSING = "missing";

    private CoveragePrinter() {}

    /**
     * One line per function: implemented, a stand-alone answer, which is the whole answer of a server that is no part
     * of a cluster, or missing; the counts come last.
     */
    public static void print(FunctionCatalog catalog, PrintStream out) {
        int known = 0;
        int implemented = 0;
        int standAlone = 0;
        for (KnownFunctions.Row row : KnownFunctions.all()) {
            String state = state(catalog, row.name());
            out.printf("%-18s %-6s %s%n", state, row.since(), row.name());
            known++;
            implemented += state.equals(IMPLEMENTED) ? 1 : 0;
            standAlone += state.equals(STAND_ALONE) ? 1 : 0;
        }
        int missing = known - implemented - standAlone;
        out.println(implemented + " of " + known + " implemented, " + standAlone + " stand-alone answers, " + missing
                + " missing, " + (catalog.size() - implemented - standAlone) + " of our own");
    }

    private static String state(FunctionCatalog catalog, String name) {
        int index = catalog.indexOf(name);
        if (index < 0) {
            return MISSING;
        }
        return catalog.functions().get(index).isStandAlone() ? STAND_ALONE : IMPLEMENTED;
    }
}
