package dev.spinel.module.abi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The list of every function that modules may ask for, implemented here or not. */
public final class KnownFunctions {
    /**
     * One function of the list.
     *
     * @param name  without prefix
     * @param since release whose header first has it; {@code 8+} for those that came after the first 8.0
     * @param c     its C prototype
     */
    public record Row(String name, String since, String c) {}

    private KnownFunctions() {}

    /** Sorted by name; read from the resource each time. */
    public static List<Row> all() {
        try (BufferedReader rows = HeaderPrinter.resource("functions.tsv")) {
            return rows.lines().filter(row -> !row.startsWith("#")).map(row -> row.split("\t"))
                    .map(cells -> new Row(cells[0], cells[1], cells[2])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
