/** The loop that drives everything: {@link dev.spinel.io.reactor.Reactor}. */
package dev.spinel.io.reactor;
