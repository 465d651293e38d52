package dev.spinel.module.abi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Prints which functions of the module API this server has, against the list of all that modules may ask for. */
public final class CoveragePrinter {
    private CoveragePrinter() {}

    /** One line per function, {@code implemented} or {@code missing}; the counts come last. */
    public static void print(FunctionCatalog catalog, PrintStream out) {
        int known = 0;
        int implemented = 0;
        try (BufferedReader rows = HeaderPrinter.resource("functions.tsv")) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                if (row.startsWith("#")) {
                    continue;
                }
                String[] cells = row.split("\t");
                boolean has = catalog.indexOf(cells[0]) >= 0;
                out.printf("%-12s %-6s %s%n", has ? "implemented" : "missing", cells[1], cells[0]);
                known++;
                implemented += has ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(implemented + " of " + known + " implemented, " + (known - implemented) + " missing, "
                + (catalog.size() - implemented) + " of our own");
    }
}
