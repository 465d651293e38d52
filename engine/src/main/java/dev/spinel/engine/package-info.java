/** The data engine; {@link dev.spinel.engine.Engine} is its door. Imports no socket, file, clock or thread. */
package dev.spinel.engine;
