/**
 * What the functions of the module API mean, one class per section, in plain Java: every {@code public static} method
 * marked {@link dev.spinel.module.abi.ModuleFunction} is one {@code RedisModule_} function.
 * {@link dev.spinel.module.api.MemoryApi} is the example to follow; the recipe is on the page of
 * {@code dev.spinel.module.abi}.
 */
package dev.spinel.module.api;
