/**
 * All data as of one point in time, written by a side thread while the reactor goes on, without fork.
 *
 * <pre>
 *   Snapshots           starts, cancels and ends them, one at a time; reactor
 *     Cut               what is fixed at the point in time: databases, header, data of modules
 *     SnapshotWork      what is done with the data: a file, the base of an AOF
 *     SnapshotView      the data, as its work sees it; side thread
 *     KeyForm           in which form its keys are written: RdbForm an RDB file, commands for an AOF
 *     EntryScan         entries as of the cut, slab by slab
 *     ReactorValues     values only the reactor can write: modules' and others without images
 *     CowGate           slows writers down before too much is kept
 *     FlightLog         what JFR hears of its parts, SnapshotEvent of the whole
 * </pre>
 *
 * The point in time costs the reactor some microseconds. From then on it copies what it changes first, in pieces of 512
 * bytes ({@link dev.spinel.engine.memory.Snapshot}); nothing ever waits for the side thread.
 */
package dev.spinel.persistence.snapshot;
