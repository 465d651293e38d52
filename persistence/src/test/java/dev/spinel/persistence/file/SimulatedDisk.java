package dev.spinel.persistence.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that can fail. Every call of {@link FileStore} and {@link StoredFile} that the operating system
 * could refuse has a number; {@link #failAt} lets one of them fail. {@link #crash} leaves what a machine that lost
 * power may leave: unsynced bytes are lost from some point on, unsynced names from some operation on.
 */
public final class SimulatedDisk implements FileStore {
    /** What goes wrong. */
    public enum Fault {
        /** The call throws an input/output error. */
        IO_ERROR("Input/output error"),
        /** A write takes half of its bytes, the next one throws; other calls throw. */
        DISK_FULL("No space left on device"),
        /** A write takes one byte; nothing else happens. */
        SHORT_WRITE(null);

        private final String message;

        Fault(String message) {
            this.message = message;
        }
    }

    private static final class Node {
        private byte[] bytes = {};
        private byte[] synced = {};
    }

    private Map<String, Node> names = new LinkedHashMap<>();
    private final Map<String, Node> durableNames = new LinkedHashMap<>();
    private final List<Runnable> unsyncedNames = new ArrayList<>();
    private final List<String> unsyncedPlaces = new ArrayList<>();
    private final Set<String> directories = new TreeSet<>();
    private long capacity = Long.MAX_VALUE;
    private long callCount;
    private long failingCall = -1;
    private Fault fault;
    private boolean fullNow;
    private String refused;

    /** How many calls were made so far. */
    public synchronized long callCount() {
        return callCount;
    }

    /** The call with that number, counted from 0, will fail, and no other. */
    public synchronized void failAt(long call, Fault how) {
        failingCall = call;
        fault = how;
    }

    /** Bytes all files together may have. */
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /** From now on every open file is dead; the names and bytes are those that survived. */
    public synchronized void crash(RandomGenerator random) {
        int kept = random.nextInt(unsyncedNames.size() + 1);
        for (int i = 0; i < kept; i++) {
            unsyncedNames.get(i).run();
        }
        unsyncedNames.clear();
        unsyncedPlaces.clear();
        names = new LinkedHashMap<>();
        durableNames.forEach((name, old) -> {
            Node node = new Node();
            node.bytes = survivor(old, random);
            node.synced = node.bytes;
            names.put(name, node);
        });
        durableNames.clear();
        durableNames.putAll(names);
    }

    private static byte[] survivor(Node node, RandomGenerator random) {
        int common = Math.min(node.synced.length, node.bytes.length);
        boolean isAppended = Arrays.equals(node.synced, 0, common, node.bytes, 0, common)
                && node.bytes.length >= node.synced.length;
        if (!isAppended) {
            return random.nextBoolean() ? node.synced : node.bytes;
        }
        int tail = random.nextInt(node.bytes.length - common + 1);
        return Arrays.copyOf(node.bytes, common + tail);
    }

    /** The bytes of a file, for assertions. */
    public synchronized byte[] bytes(String path) {
        return names.get(path).bytes.clone();
    }

    /** Puts a file there, synced, as if it had always been. */
    public synchronized void put(String path, byte[] bytes) {
        Node node = new Node();
        node.bytes = bytes.clone();
        node.synced = node.bytes;
        names.put(path, node);
        durableNames.put(path, node);
    }

    /** Puts a directory there. */
    public synchronized void existing(String directory) {
        directories.add(directory);
    }

    /** From now on no file whose path starts so can be opened; null for none. */
    public synchronized void refuse(String prefix) {
        refused = prefix;
    }

    /** The paths of all files. */
    public synchronized List<String> paths() {
        return List.copyOf(names.keySet());
    }

    /** Counts a call; throws when it is the one that fails. */
    private void enter() throws IOException {
        if (callCount++ == failingCall && fault != Fault.SHORT_WRITE) {
            throw new IOException(fault.message);
        }
    }

    private void change(String path, Runnable onDisk) {
        unsyncedNames.add(onDisk);
        unsyncedPlaces.add(parent(path));
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, slash);
    }

    @Override
    public synchronized StoredFile open(String path, OpenMode mode) throws IOException {
        enter();
        if (refused != null && path.startsWith(refused)) {
            throw new IOException("Permission denied");
        }
        Node node = names.get(path);
        if (node == null) {
            if (mode == OpenMode.READ || mode == OpenMode.UPDATE) {
                throw new IOException("No such file or directory");
            }
            if (!parent(path).equals(".") && !directories.contains(parent(path))) {
                throw new IOException("No such file or directory");
            }
            Node fresh = new Node();
            names.put(path, fresh);
            change(path, () -> durableNames.put(path, fresh));
            return new SimulatedFile(fresh, mode);
        }
        if (mode == OpenMode.CREATE) {
            node.bytes = new byte[0];
        }
        return new SimulatedFile(node, mode);
    }

    @Override
    public synchronized boolean exists(String path) {
        return names.containsKey(path) || isDirectory(path);
    }

    @Override
    public synchronized boolean isDirectory(String path) {
        return path.equals(".") || directories.contains(path);
    }

    @Override
    public synchronized long length(String path) throws IOException {
        enter();
        if (!names.containsKey(path)) {
            throw new IOException("No such file or directory");
        }
        return names.get(path).bytes.length;
    }

    @Override
    public synchronized void makeDirectory(String path) throws IOException {
        enter();
        directories.add(path);
    }

    @Override
    public synchronized List<String> list(String directory) throws IOException {
        enter();
        return names.keySet().stream()
                .filter(path -> parent(path).equals(directory))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        enter();
        Node node = names.remove(from);
        if (node == null) {
            throw new IOException("No such file or directory");
        }
        names.put(to, node);
        change(to, () -> {
            durableNames.remove(from);
            durableNames.put(to, node);
        });
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        enter();
        names.remove(path);
        change(path, () -> durableNames.remove(path));
    }

    @Override
    public synchronized void syncDirectory(String directory) throws IOException {
        enter();
        for (int i = 0; i < unsyncedNames.size(); i++) {
            if (unsyncedPlaces.get(i).equals(directory)) {
                unsyncedNames.remove(i).run();
                unsyncedPlaces.remove(i--);
            }
        }
    }

    private long usedBytes() {
        return names.values().stream().mapToLong(node -> node.bytes.length).sum();
    }

    private final class SimulatedFile implements StoredFile {
        private final Node node;
        private final OpenMode mode;
        private int position;
        private boolean closed;

        SimulatedFile(Node node, OpenMode mode) {
            this.node = node;
            this.mode = mode;
            position = mode == OpenMode.APPEND ? node.bytes.length : 0;
        }

        private void use() throws IOException {
            if (closed) {
                throw new IOException("Bad file descriptor");
            }
            enter();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                if (position >= node.bytes.length) {
                    return -1;
                }
                int count = Math.min(target.remaining(), node.bytes.length - position);
                target.put(node.bytes, position, count);
                position += count;
                return count;
            }
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            synchronized (SimulatedDisk.this) {
                int count = admitted(source.remaining());
                if (mode == OpenMode.APPEND) {
                    position = node.bytes.length;
                }
                byte[] bytes = Arrays.copyOf(node.bytes, Math.max(node.bytes.length, position + count));
                source.get(bytes, position, count);
                node.bytes = bytes;
                position += count;
                return count;
            }
        }

        private int admitted(int wanted) throws IOException {
            boolean failing = callCount == failingCall;
            if (fullNow || failing && fault == Fault.IO_ERROR) {
                fullNow = false;
                callCount++;
                throw new IOException(fault.message);
            }
            long free = capacity - usedBytes();
            if (free <= 0 && wanted > 0) {
                throw new IOException(Fault.DISK_FULL.message);
            }
            callCount++;
            if (failing && fault == Fault.DISK_FULL) {
                fullNow = true;
                return wanted / 2;
            }
            return (int) Math.min(failing ? Math.min(1, wanted) : wanted, free);
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void position(long offset) {
            position = Math.toIntExact(offset);
        }

        @Override
        public long length() throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                return node.bytes.length;
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                node.bytes = Arrays.copyOf(node.bytes, Math.toIntExact(Math.min(length, node.bytes.length)));
                position = Math.min(position, node.bytes.length);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                node.synced = node.bytes;
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (SimulatedDisk.this) {
                closed = true;
            }
        }
    }
}
