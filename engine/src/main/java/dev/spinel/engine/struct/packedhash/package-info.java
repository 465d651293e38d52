/**
 * Large hashes and sets: linear hashing over packed buckets, no allocation per element.
 *
 * <pre>
 *   PackedHash        find, put, remove, walk, scan, random, field expiry; growth and shrinkage
 *   PackedHashCursor  a place on one element, to read and to change at
 *   PackedHashImage   the elements as of a snapshot
 *   PackedBucket      layout of a bucket block: tags, offsets, elements
 *   IntegerBucket     layout of a bucket block of a set with integers only
 *   ExpiryBounds      when something expires, per few buckets
 * </pre>
 *
 * A bucket holds twelve elements on average and is one block of exactly their size. Bucket numbers follow the rules of
 * {@link dev.spinel.engine.struct.table.LinearTable}, and so does the cursor of a scan. The directory is a
 * {@link dev.spinel.engine.struct.RefArray}.
 */
package dev.spinel.engine.struct.packedhash;
