package dev.spinel.module.api;

import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.DescriptorPoll;
import java.util.HashMap;
import java.util.Map;

/**
 * File descriptors that modules wait for. One per server; owned by the thread that holds the GIL, while {@link
 * DescriptorPoll} waits elsewhere and hands over.
 */
final class ModuleDescriptors {
    /** Bits of a mask. */
    static final int READABLE = 1;
    static final int WRITABLE = 2;

    private final ModuleServer server;
    private final Map<Integer, Watch> watches = new HashMap<>();
    private DescriptorPoll poll;

    /** What a module wants to hear of one descriptor; 0 for what it does not. */
    private static final class Watch {
        private LoadedModule module;
        private long onReadable;
        private long onWritable;
        private long readableData;
        private long writableData;

        int events() {
            return (onReadable == 0 ? 0 : DescriptorPoll.READABLE) | (onWritable == 0 ? 0 : DescriptorPoll.WRITABLE);
        }
    }

    ModuleDescriptors(ModuleServer server) {
        this.server = server;
    }

    /** False when the descriptor cannot be waited for. */
    boolean add(LoadedModule module, int fd, int mask, long callback, long data) {
        if (poll == null) {
            poll = new DescriptorPoll((ready, events) -> server.handoff().post(() -> dispatch(ready, events)));
        }
        Watch watch = watches.computeIfAbsent(fd, any -> new Watch());
        watch.module = module;
        if ((mask & READABLE) != 0) {
            watch.onReadable = callback;
            watch.readableData = data;
        }
        if ((mask & WRITABLE) != 0) {
            watch.onWritable = callback;
            watch.writableData = data;
        }
        if (poll.watch(fd, watch.events())) {
            return true;
        }
        watches.remove(fd);
        return false;
    }

    void remove(int fd, int mask) {
        Watch watch = watches.get(fd);
        if (watch == null) {
            return;
        }
        if ((mask & READABLE) != 0) {
            watch.onReadable = 0;
        }
        if ((mask & WRITABLE) != 0) {
            watch.onWritable = 0;
        }
        arm(fd, watch);
    }

    private void arm(int fd, Watch watch) {
        if (watch.events() == 0) {
            watches.remove(fd);
            poll.forget(fd);
        } else {
            poll.watch(fd, watch.events());
        }
    }

    private void dispatch(int fd, int events) {
        Watch watch = watches.get(fd);
        if (watch == null) {
            return;
        }
        if ((events & DescriptorPoll.READABLE) != 0 && watch.onReadable != 0) {
            Callbacks.voidIpi(watch.onReadable, fd, watch.readableData, READABLE);
        }
        if ((events & DescriptorPoll.WRITABLE) != 0 && watch.onWritable != 0 && watches.get(fd) == watch) {
            Callbacks.voidIpi(watch.onWritable, fd, watch.writableData, WRITABLE);
        }
        if (watches.get(fd) == watch) {
            arm(fd, watch);
        }
        server.engine().executor().endUnit();
    }

    /** Nothing is told to a module that goes. */
    void removeAll(LoadedModule module) {
        watches.entrySet().removeIf(watch -> {
            boolean isOurs = watch.getValue().module == module;
            if (isOurs) {
                poll.forget(watch.getKey());
            }
            return isOurs;
        });
    }

    void close() {
        if (poll != null) {
            poll.close();
        }
    }
}
