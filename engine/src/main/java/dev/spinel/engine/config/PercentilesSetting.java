package dev.spinel.engine.config;

import java.util.List;
import java.util.Locale;

/** Which percentiles of command latency INFO shows. */
public final class PercentilesSetting extends Setting {
    private double[] percentiles = {50, 99, 99.9};

    PercentilesSetting(String names) {
        super(names, MULTI_WORD);
    }

    public int count() {
        return percentiles.length;
    }

    public double percentile(int index) {
        return percentiles[index];
    }

    /** A percentile as INFO and CONFIG GET write it: six decimals, without trailing zeros. */
    public String text(int index) {
        String text = String.format(Locale.ROOT, "%f", percentiles[index]);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < percentiles.length; i++) {
            text.append(i == 0 ? "" : " ").append(text(i));
        }
        return text.toString();
    }

    @Override
    public String assign(List<String> words) {
        boolean none = words.size() == 1 && words.get(0).isEmpty();
        double[] parsed = new double[none ? 0 : words.size()];
        for (int i = 0; i < parsed.length; i++) {
            Double percentile = parse(words.get(i));
            if (percentile == null) {
                return "Invalid latency-tracking-info-percentiles parameters";
            }
            if (percentile > 100 || percentile < 0) {
                return "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            }
            parsed[i] = percentile;
        }
        percentiles = parsed;
        return null;
    }

    /** Java also takes blanks and the suffixes of its literals; C does not. */
    private static Double parse(String word) {
        if (word.isEmpty() || "dDfF".indexOf(word.charAt(word.length() - 1)) >= 0 || !word.equals(word.strip())) {
            return null;
        }
        try {
            double parsed = Double.parseDouble(word);
            return Double.isNaN(parsed) ? null : parsed;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, percentiles.length == 0 ? "\"\"" : text(), true);
    }
}
