/** What enters the AOF and the replicas, and in which form: {@link dev.spinel.engine.propagate.Propagator}. */
package dev.spinel.engine.propagate;
