/**
 * The modules of {@code examples}: built as a reader would build them ({@code ExampleModules}) and asked the same
 * questions, once in C and once in Java ({@code ExampleModulesTest}).
 */
package dev.spinel.tools.examples;
