package dev.spinel.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One figure, measured several times. */
final class Samples {
    private final List<Double> sorted = new ArrayList<>();

    void add(double value) {
        sorted.add(value);
        Collections.sort(sorted);
    }

    /** The middle value, or the mean of the two in the middle. */
    double median() {
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    double least() {
        return sorted.getFirst();
    }

    double most() {
        return sorted.getLast();
    }
}
