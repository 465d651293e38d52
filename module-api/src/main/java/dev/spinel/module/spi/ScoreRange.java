package dev.spinel.module.spi;

/** Scores from one to another, each included unless said otherwise; infinite ones are no bounds. */
public record ScoreRange(double min, double max, boolean isWithoutMin, boolean isWithoutMax) {
    public static final ScoreRange ALL = of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** With both bounds included. */
    public static ScoreRange of(double min, double max) {
        return new ScoreRange(min, max, false, false);
    }

    /** The same range without its lower bound. */
    public ScoreRange withoutMin() {
        return new ScoreRange(min, max, true, isWithoutMax);
    }

    /** The same range without its upper bound. */
    public ScoreRange withoutMax() {
        return new ScoreRange(min, max, isWithoutMin, true);
    }
}
