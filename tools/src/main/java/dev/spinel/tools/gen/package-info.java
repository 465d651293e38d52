/**
 * What is generated from the server's own declarations: {@link dev.spinel.tools.gen.ModuleHeader} the C header of the
 * module API, {@link dev.spinel.tools.gen.ModuleCoverage} the list of its functions.
 */
package dev.spinel.tools.gen;
