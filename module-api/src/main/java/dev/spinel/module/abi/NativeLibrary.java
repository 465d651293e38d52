package dev.spinel.module.abi;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A shared object opened for a module. The file is first copied into memory and loaded from there, so replacing it on
 * disk while it runs is harmless and loading it twice gives two instances. Owns the handle and the copy.
 */
public final class NativeLibrary implements AutoCloseable {
    private static final int RTLD_NOW = 2;
    /** A module's own symbols come first: libjvm exports names as plain as find, flush and help. */
    private static final int RTLD_DEEPBIND = 8;

    private final Path path;
    private final int copyFd;
    private final long handle;
    private final ElfFile elf;
    private boolean isClosed;

    private NativeLibrary(Path path, ElfFile elf, int copyFd, long handle) {
        this.path = path;
        this.elf = elf;
        this.copyFd = copyFd;
        this.handle = handle;
    }

    /**
     * Checks, copies and loads a library; its constructors run.
     *
     * @throws ModuleLoadException with the reason in the words of the operator log
     */
    public static NativeLibrary open(Path path) throws ModuleLoadException {
        Platform.check(path);
        checkPermissions(path);
        ElfFile elf = ElfFile.check(path);
        int copyFd = elf.refersToOrigin() ? -1 : copy(path);
        String name = copyFd < 0 ? path.toString() : copyName(copyFd);
        try (Arena scratch = Arena.ofConfined()) {
            long handle = Libc.dlopen(scratch.allocateFrom(name).address(), RTLD_NOW | RTLD_DEEPBIND);
            if (handle == 0) {
                String reason = String.valueOf(Libc.dlerror()).replace(name, path.toString());
                closeCopy(copyFd);
                throw new ModuleLoadException(path, reason);
            }
            return new NativeLibrary(path, elf, copyFd, handle);
        }
    }

    private static void checkPermissions(Path path) throws ModuleLoadException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (!permissions.contains(PosixFilePermission.OWNER_EXECUTE)
                    && !permissions.contains(PosixFilePermission.GROUP_EXECUTE)
                    && !permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new ModuleLoadException(path, "It does not have execute permissions.");
            }
        } catch (IOException e) {
            throw new ModuleLoadException(path,
                    path + ": cannot open shared object file: No such file or directory", e);
        }
    }

    /** The content in an anonymous file, or -1 where the kernel has none: then the file itself is loaded. */
    private static int copy(Path path) throws ModuleLoadException {
        int fd;
        try (Arena scratch = Arena.ofConfined()) {
            fd = Libc.memfdCreate(scratch.allocateFrom(path.getFileName().toString()).address());
        }
        if (fd < 0) {
            return -1;
        }
        try (OutputStream out = Files.newOutputStream(Path.of(copyName(fd)))) {
            Files.copy(path, out);
            return fd;
        } catch (IOException e) {
            closeCopy(fd);
            throw new ModuleLoadException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The name the dynamic linker knows the copy by; unique while the descriptor is open. */
    private static String copyName(int fd) {
        return "/proc/self/fd/" + fd;
    }

    private static void closeCopy(int fd) {
        if (fd >= 0) {
            Libc.close(fd);
        }
    }

    public Path path() {
        return path;
    }

    /** The copy that was loaded, or the file where there is none. */
    Path content() {
        return copyFd < 0 ? path : Path.of(copyName(copyFd));
    }

    /** A fresh file with the same bytes, beside the library when that looks for others around it. */
    Path keep() throws IOException {
        String prefix = path.getFileName().toString();
        Path file = elf.refersToOrigin() ? Files.createTempFile(path.toAbsolutePath().getParent(), prefix, ".so")
                : Files.createTempFile(prefix, ".so");
        Files.copy(content(), file, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    ElfFile elf() {
        return elf;
    }

    /** The linker's handle, for {@code dlinfo}. */
    long handle() {
        return handle;
    }

    /** Address of an exported symbol, or 0. */
    public long symbol(String name) {
        try (Arena scratch = Arena.ofConfined()) {
            return Libc.dlsym(handle, scratch.allocateFrom(name).address());
        }
    }

    /** Unloads the library; its destructors run. No thread may be in its code. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (Libc.dlclose(handle) != 0) {
            throw new IllegalStateException("dlclose of " + path + " failed: " + Libc.dlerror());
        }
        closeCopy(copyFd);
    }
}
