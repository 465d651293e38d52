/**
 * The table of keys: linear hashing with one cache line per bucket.
 *
 * <pre>
 *   LinearTable      directory, growth and shrinkage, find/insert/remove, SCAN, random, active expiry
 *   Bucket           the 64 byte line and its 32 byte overflow blocks; what a slot number means
 *   EntryKeys        how the table reads the key of an entry block
 *   SipHash          64-bit keyed hash of a key
 *   TableStatistics  what DEBUG HTSTATS reports
 * </pre>
 *
 * With n buckets and 2^k the largest power of two not above n, a hash selects bucket {@code h mod 2^(k+1)}, or
 * {@code h mod 2^k} where that bucket does not exist yet. Growth splits bucket n - 2^k into itself and n; shrinkage
 * merges bucket n - 1 back. One bucket at a time: there is no second table and no rehash job.
 */
package dev.spinel.engine.struct.table;
