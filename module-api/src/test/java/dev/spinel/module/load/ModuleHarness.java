package dev.spinel.module.load;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.port.GlobalLock;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.HandleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Assertions;

/** An engine without sockets that loads modules; closing it checks that they left no handle and no memory. */
final class ModuleHarness implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final EngineHarness engine = new EngineHarness();
    private final BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final int handlesBefore = HandleTable.liveCount();
    private final ModuleHost host = ModuleHost.register(engine.engine(), new TestLock(), jobs::add, new TestLog());

    EngineHarness engine() {
        return engine;
    }

    ModuleHost host() {
        return host;
    }

    String run(String... words) {
        return engine.run(words);
    }

    /** Loads a module, which must succeed. */
    void load(String path, String... arguments) {
        List<String> words = new ArrayList<>(List.of("MODULE", "LOAD", path));
        words.addAll(List.of(arguments));
        Assertions.assertEquals("+OK\r\n", run(words.toArray(String[]::new)), this::log);
    }

    String log() {
        return String.join("\n", log);
    }

    /** Takes the lock over all data, as a reactor that runs a callback has it; never given back. */
    void holdLock() {
        host.server().lock().lock();
    }

    /** Waits for the next job another thread posts to the reactor, and runs it. */
    void runNextJob() throws InterruptedException {
        Runnable job = jobs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Assertions.assertNotNull(job, "no job came");
        job.run();
    }

    @Override
    public void close() {
        host.close();
        engine.close();
        Assertions.assertEquals(handlesBefore, HandleTable.liveCount());
    }

    private final class TestLog implements OperatorLog {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String text) {
            log.add(text);
        }
    }

    /** A lock that only the test takes. */
    static final class TestLock implements GlobalLock {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void share() {
            // The test's thread is the only one that wants it.
        }

        @Override
        public void lock() {
            lock.lock();
        }

        @Override
        public boolean tryLock() {
            return lock.tryLock();
        }

        @Override
        public void unlock() {
            lock.unlock();
        }

        @Override
        public boolean isHeld() {
            return lock.isHeldByCurrentThread();
        }
    }
}
