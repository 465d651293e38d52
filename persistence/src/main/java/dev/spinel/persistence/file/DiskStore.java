package dev.spinel.persistence.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The disk. Paths are resolved against the server's working directory, which may change. */
public final class DiskStore implements FileStore {
    private final UnaryOperator<Path> resolver;

    /** @param resolver makes a path absolute; from any thread */
    public DiskStore(UnaryOperator<Path> resolver) {
        this.resolver = resolver;
    }

    private Path path(String path) {
        return resolver.apply(Path.of(path));
    }

    @Override
    public StoredFile open(String path, OpenMode mode) throws IOException {
        try {
            return new DiskFile(FileChannel.open(path(path), options(mode)));
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    private static Set<OpenOption> options(OpenMode mode) {
        return switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ);
            case CREATE -> Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            case APPEND -> Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            case UPDATE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        };
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(path(path));
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(path(path));
    }

    @Override
    public long length(String path) throws IOException {
        try {
            return Files.size(path(path));
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        try {
            if (!isDirectory(path)) Files.createDirectory(path(path));
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (Stream<Path> names = Files.list(path(directory))) {
            return names.map(name -> name.getFileName().toString()).toList();
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            Files.deleteIfExists(path(path));
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        try (FileChannel channel = FileChannel.open(path(directory), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (FileSystemException failure) {
            throw named(failure);
        }
    }

    /** The JDK says which file, but for the commonest failures not what happened to it. */
    private static IOException named(FileSystemException failure) {
        String reason = failure.getReason();
        if (reason == null) {
            reason = switch (failure) {
                case NoSuchFileException _ -> "No such file or directory";
                case AccessDeniedException _ -> "Permission denied";
                case FileAlreadyExistsException _ -> "File exists";
                default -> failure.getClass().getSimpleName();
            };
        }
        return new IOException(reason, failure);
    }

    /** An open file of the disk. */
    private static final class DiskFile implements StoredFile {
        private final FileChannel channel;

        DiskFile(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public void position(long offset) throws IOException {
            channel.position(offset);
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
