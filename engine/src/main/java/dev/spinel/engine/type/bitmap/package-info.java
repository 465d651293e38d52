/**
 * Strings as arrays of bits and of small integers: a guest of {@link dev.spinel.engine.type.string}.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.bitmap.BitmapCommands} SETBIT GETBIT BITCOUNT BITPOS, and registration
 *   <li>{@code BitRange} their start and end, in bytes or bits; {@code BitOffset} the offset of a bit
 *   <li>{@code BitOperation} BITOP
 *   <li>{@code BitfieldCommands} BITFIELD BITFIELD_RO; {@code Bitfield} one integer in it, {@code Overflow} what
 *       happens when it does not fit
 *   <li>{@code BitArray} counting and searching
 * </ul>
 *
 * <p>Bit 0 is the highest bit of byte 0.
 */
package dev.spinel.engine.type.bitmap;
