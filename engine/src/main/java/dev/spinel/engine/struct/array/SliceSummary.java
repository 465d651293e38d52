package dev.spinel.engine.struct.array;

/** What the slices of an array are like. A plain holder that {@link SparseArray#summarize} fills. */
public final class SliceSummary {
    private long denseSlices;
    private long denseWords;
    private long denseElements;
    private long sparseSlices;
    private long sparseRoom;

    void addDense(int window, int count) {
        denseSlices++;
        denseWords += window;
        denseElements += count;
    }

    void addSparse(int room) {
        sparseSlices++;
        sparseRoom += room;
    }

    public long denseSlices() {
        return denseSlices;
    }

    public long sparseSlices() {
        return sparseSlices;
    }

    /** Words of a dense slice on average. */
    public double denseSize() {
        return denseSlices == 0 ? 0 : (double) denseWords / denseSlices;
    }

    /** The part of all dense words that are elements. */
    public double denseFill() {
        return denseWords == 0 ? 0 : (double) denseElements / denseWords;
    }

    /** Elements a sparse slice has room for on average. */
    public double sparseSize() {
        return sparseSlices == 0 ? 0 : (double) sparseRoom / sparseSlices;
    }
}
