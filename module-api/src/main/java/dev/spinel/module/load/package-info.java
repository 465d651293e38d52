/**
 * Lives of modules: {@link dev.spinel.module.load.ModuleHost} loads and unloads them and is what the server wires in;
 * {@link dev.spinel.module.load.ModuleCommands} is the MODULE command in front of it. What it
 * loads is a {@link dev.spinel.module.load.ModuleCode}: a shared object or a jar, with one life.
 */
package dev.spinel.module.load;
