package dev.spinel.engine.type.hyperloglog;

/**
 * The number of different elements from how often each value stands in the registers. Source: O. Ertl, New cardinality
 * estimation algorithms for HyperLogLog sketches.
 */
final class Estimator {
    private static final double ALPHA = 0.721347520444481703680;
    private static final double REGISTERS = HyperLogLog.REGISTERS;

    private Estimator() {}

    /** @param histogram number of registers with each value */
    static long estimate(int[] histogram) {
        double sum = REGISTERS * tau((REGISTERS - histogram[HyperLogLog.MAX_VALUE]) / REGISTERS);
        for (int value = HyperLogLog.MAX_VALUE - 1; value >= 1; value--) {
            sum = (sum + histogram[value]) * 0.5;
        }
        sum += REGISTERS * sigma(histogram[0] / REGISTERS);
        return Math.round(ALPHA * REGISTERS * REGISTERS / sum);
    }

    /** Corrects for registers that are zero. */
    private static double sigma(double x) {
        if (x == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double power = x;
        double factor = 1;
        double sum = x;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * factor;
            factor += factor;
        } while (before != sum);
        return sum;
    }

    /** Corrects for registers that are full. */
    private static double tau(double x) {
        if (x == 0 || x == 1) {
            return 0;
        }
        double root = x;
        double factor = 1;
        double sum = 1 - x;
        double before;
        do {
            root = Math.sqrt(root);
            before = sum;
            factor *= 0.5;
            sum -= (1 - root) * (1 - root) * factor;
        } while (before != sum);
        return sum / 3;
    }
}
