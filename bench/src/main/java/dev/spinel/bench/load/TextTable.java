package dev.spinel.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, printed in aligned columns: the first to the left, figures to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable row(List<String> cells) {
        rows.add(cells);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(Math.max(0, width(column) - row.get(column).length()));
                if (column == 0) line.append(row.getFirst()).append(padding);
                else line.append(GAP).append(padding).append(row.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The last cell of a row that is shorter than the first is a remark, and may stick out. */
    private int width(int column) {
        int full = rows.getFirst().size();
        return rows.stream()
                .filter(row -> column < (row.size() < full ? row.size() - 1 : row.size()))
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
