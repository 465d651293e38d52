/**
 * Between the reactor and other threads: {@link dev.spinel.io.handoff.Gil} the one lock, {@link
 * dev.spinel.io.handoff.JobQueue} work for the reactor.
 */
package dev.spinel.io.handoff;
