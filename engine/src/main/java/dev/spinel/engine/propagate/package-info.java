/**
 * What enters the AOF and the replicas, and in which form.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.propagate.Propagator} collects the commands of an execution unit
 *   <li>{@link dev.spinel.engine.propagate.DeletionPropagator} repeats what time and memory remove
 * </ul>
 */
package dev.spinel.engine.propagate;
