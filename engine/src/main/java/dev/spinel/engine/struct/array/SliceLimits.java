package dev.spinel.engine.struct.array;

/** How arrays are cut into slices, as the settings say. An array keeps the slice size it began with. */
public final class SliceLimits {
    private int sliceShift = 12;
    private int mostSparse = 10;
    private int fewestDense = 5;

    /**
     * @param sliceSize indexes a slice covers; the power of two that is no larger is taken
     * @param maxSparse most elements of a sparse slice; 0 for none but dense ones
     * @param minDense a dense slice with no more elements than this may become sparse
     */
    public void configure(long sliceSize, long maxSparse, long minDense) {
        sliceShift = Long.SIZE - 1 - Long.numberOfLeadingZeros(sliceSize);
        mostSparse = (int) maxSparse;
        fewestDense = (int) minDense;
    }

    int sliceShift() {
        return sliceShift;
    }

    int mostSparse() {
        return mostSparse;
    }

    int fewestDense() {
        return fewestDense;
    }
}
