package dev.spinel.engine.config;

import java.util.ArrayList;
import java.util.List;

/** After how many seconds with how many changes a snapshot is due; several such points may hold at once. */
public final class SaveSetting extends Setting {
    private static final String INVALID = "Invalid save parameters";

    private List<SavePoint> points = List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10000));
    private boolean loaded;

    SaveSetting(String names) {
        super(names, MULTI_WORD);
    }

    /** A snapshot is due {@code seconds} after the last one once there were {@code changes}. */
    public record SavePoint(long seconds, int changes) {}

    public List<SavePoint> points() {
        return points;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (SavePoint point : points) {
            text.append(text.isEmpty() ? "" : " ").append(point.seconds()).append(' ').append(point.changes());
        }
        return text.toString();
    }

    @Override
    public String assign(List<String> words) {
        List<SavePoint> parsed = parse(words);
        if (parsed == null) {
            return INVALID;
        }
        points = List.copyOf(parsed);
        return null;
    }

    /** The first line replaces the default points, later ones add to it; an empty text forgets all so far. */
    @Override
    public String load(List<String> words) {
        List<SavePoint> parsed = parse(words);
        if (parsed == null) {
            return INVALID;
        }
        List<SavePoint> joined = new ArrayList<>(loaded && !isEmptyText(words) ? points : List.of());
        joined.addAll(parsed);
        points = List.copyOf(joined);
        loaded = true;
        return null;
    }

    private static List<SavePoint> parse(List<String> words) {
        List<SavePoint> parsed = new ArrayList<>();
        if (isEmptyText(words)) {
            return parsed;
        }
        if (words.size() % 2 != 0) {
            return null;
        }
        for (int i = 0; i < words.size(); i += 2) {
            Long seconds = Numerals.lenientInteger(words.get(i));
            Long changes = Numerals.lenientInteger(words.get(i + 1));
            if (seconds == null || changes == null || seconds < 1 || changes < 0) {
                return null;
            }
            parsed.add(new SavePoint(seconds, changes.intValue()));
        }
        return parsed;
    }

    private static boolean isEmptyText(List<String> words) {
        return words.size() == 1 && words.get(0).isEmpty();
    }

    @Override
    protected void rewrite(RewriteSink out) {
        if (points.isEmpty()) {
            out.line(this, "\"\"", true);
        }
        for (SavePoint point : points) {
            out.line(this, point.seconds() + " " + point.changes(), true);
        }
    }
}
