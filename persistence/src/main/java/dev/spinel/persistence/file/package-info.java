/**
 * Where persistence keeps its files: a port, so that tests can let any single call of a disk fail.
 *
 * <ul>
 *   <li>{@link dev.spinel.persistence.file.FileStore} names, {@link dev.spinel.persistence.file.StoredFile} bytes
 *   <li>{@link dev.spinel.persistence.file.DiskStore} the real disk, by file channels of the JDK
 *   <li>{@code SimulatedDisk}, beside the tests: faults, a full disk, and what a crash leaves behind
 * </ul>
 *
 * <p>A new file, and the new name of a renamed one, survive a crash of the machine only after {@link
 * dev.spinel.persistence.file.FileStore#syncDirectory}; bytes only after {@link
 * dev.spinel.persistence.file.StoredFile#sync}.
 */
package dev.spinel.persistence.file;
