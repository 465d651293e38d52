package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * A pairing heap of slabs ordered by address, linked through their records; a heap is the unit number of its lowest
 * slab, 0 when empty. Serving the lowest slab first lets the high chunks run empty.
 *
 * <p>{@code previous} of a node is its left sibling, or its parent when it is the first child.
 */
final class SlabHeap {
    private SlabHeap() {}

    /** Adds a slab and returns the heap's new root. */
    static int insert(int root, int node) {
        child(node, 0);
        sibling(node, 0);
        previous(node, 0);
        return meld(root, node);
    }

    /** Removes the root and returns the new one. */
    static int removeRoot(int root) {
        return meldSiblings(child(root));
    }

    /** Removes a slab that is not a root: its children, melded, take its place. */
    static void removeInner(int node) {
        int heir = meldSiblings(child(node));
        int previous = previous(node);
        int sibling = sibling(node);
        int left = heir == 0 ? previous : heir;
        if (heir != 0) {
            previous(heir, previous);
            sibling(heir, sibling);
        }
        int right = heir == 0 ? sibling : heir;
        if (child(previous) == node) child(previous, right);
        else sibling(previous, right);
        if (sibling != 0) previous(sibling, left);
    }

    /** Joins two heaps. */
    static int meld(int a, int b) {
        if (a == 0) return b;
        if (b == 0) return a;
        int parent = Math.min(a, b);
        int node = Math.max(a, b);
        int first = child(parent);
        sibling(node, first);
        if (first != 0) previous(first, node);
        previous(node, parent);
        child(parent, node);
        return parent;
    }

    /** Melds a list of siblings pairwise from the left, then the pairs from the right. */
    private static int meldSiblings(int first) {
        int pairs = 0;
        int next = first;
        while (next != 0) {
            int a = next;
            int b = sibling(a);
            next = b == 0 ? 0 : sibling(b);
            cut(a);
            if (b != 0) cut(b);
            int pair = meld(a, b);
            sibling(pair, pairs);
            pairs = pair;
        }
        int root = 0;
        while (pairs != 0) {
            int pair = pairs;
            pairs = sibling(pair);
            cut(pair);
            root = meld(root, pair);
        }
        return root;
    }

    private static void cut(int node) {
        sibling(node, 0);
        previous(node, 0);
    }

    private static int child(int node) {
        return UnsafeApi.getInt(Slab.record(node) + Slab.CHILD);
    }

    private static void child(int node, int child) {
        UnsafeApi.putInt(Slab.record(node) + Slab.CHILD, child);
    }

    private static int sibling(int node) {
        return UnsafeApi.getInt(Slab.record(node) + Slab.SIBLING);
    }

    private static void sibling(int node, int sibling) {
        UnsafeApi.putInt(Slab.record(node) + Slab.SIBLING, sibling);
    }

    private static int previous(int node) {
        return UnsafeApi.getInt(Slab.record(node) + Slab.PREVIOUS);
    }

    private static void previous(int node, int previous) {
        UnsafeApi.putInt(Slab.record(node) + Slab.PREVIOUS, previous);
    }
}
