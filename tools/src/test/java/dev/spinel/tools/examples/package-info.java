/**
 * The modules of {@code examples}: built as a reader would build them ({@code ExampleModules}) and asked the same
 * questions, once in C and once in Java ({@code ExampleModulesTest}). {@code LargeFrameTest} builds one more, for the
 * stack it needs; {@code SyncModuleTest} one whose values change unseen.
 */
package dev.spinel.tools.examples;
