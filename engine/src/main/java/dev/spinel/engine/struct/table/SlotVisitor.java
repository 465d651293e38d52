package dev.spinel.engine.struct.table;

/** Receives the slots of a table one by one. It may remove the slot it is given, and insert; it may not clear. */
@FunctionalInterface
public interface SlotVisitor {
    /** One occupied slot; good for {@link LinearTable#entryAt} until the next change of the table. */
    void onSlot(long slot);
}
