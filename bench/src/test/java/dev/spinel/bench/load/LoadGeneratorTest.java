package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadGeneratorTest {
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(300);
    /** What a run may allocate whatever its length: the histogram of its result. */
    private static final long BYTES_PER_RUN = 512 << 10;

    @Test
    void everyRequestIsAnsweredAndTimed() throws IOException {
        try (AnsweringServer server = new AnsweringServer("+PONG\r\n");
                LoadGenerator generator = new LoadGenerator(server.address(), new LoadShape(Workload.PING, 8, 1, 1, 1))) {
            LoadResult result = generator.run(RUN_NS);
            assertTrue(result.operations() > 0);
            assertEquals(0, result.operations() % 8);
            assertEquals(result.operations(), result.latencyNs().getTotalCount());
        }
    }

    @Test
    void aPacedRunSendsWhatTheRateSays() throws IOException {
        try (AnsweringServer server = new AnsweringServer("+PONG\r\n");
                LoadGenerator generator = new LoadGenerator(server.address(), new LoadShape(Workload.PING, 4, 1, 1, 1))) {
            LoadResult result = generator.runAtRate(RUN_NS, 2000);
            assertEquals(600, result.operations());
            assertEquals(600, result.latencyNs().getTotalCount());
        }
    }

    @Test
    void aStallCountsForEveryRequestItDelayed() throws IOException {
        long stallMs = 100;
        try (AnsweringServer server = new AnsweringServer("+PONG\r\n", stallMs);
                LoadGenerator generator = new LoadGenerator(server.address(), new LoadShape(Workload.PING, 1, 1, 1, 1))) {
            LoadResult result = generator.runAtRate(RUN_NS, 1000);
            long delayed = result.operations() - result.latencyNs().getCountBetweenValues(0, TimeUnit.MILLISECONDS.toNanos(stallMs / 2));
            assertTrue(delayed >= stallMs / 2 - 1, delayed + " requests waited for half the stall or longer");
        }
    }

    @Test
    void anErrorReplyFailsTheRunWithItsText() throws IOException {
        try (AnsweringServer server = new AnsweringServer("-ERR out of order\r\n");
                LoadGenerator generator = new LoadGenerator(server.address(), new LoadShape(Workload.PING, 1, 1, 1, 1))) {
            IOException failure = assertThrows(IOException.class, () -> generator.run(RUN_NS));
            assertTrue(failure.getMessage().endsWith("ERR out of order"), failure.getMessage());
        }
    }

    @Test
    void aLongerRunAllocatesNoMoreThanAShortOne() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (AnsweringServer server = new AnsweringServer("+PONG\r\n");
                LoadGenerator generator = new LoadGenerator(server.address(), new LoadShape(Workload.PING, 1, 1, 1, 1))) {
            generator.run(RUN_NS);
            long before = threads.getCurrentThreadAllocatedBytes();
            generator.run(3 * RUN_NS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < BYTES_PER_RUN, allocated + " bytes");
        }
    }

    /** Answers the same text to each PING of its one client. */
    private static final class AnsweringServer implements AutoCloseable {
        private static final int REQUEST_LENGTH = Workload.PING.template(1).length;

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        private final byte[] reply;
        private final long stallNs;
        private final Thread thread;
        private IOException failure;

        AnsweringServer(String reply) throws IOException {
            this(reply, 0);
        }

        /** The first reply comes {@code stallMs} late. */
        AnsweringServer(String reply, long stallMs) throws IOException {
            this.stallNs = TimeUnit.MILLISECONDS.toNanos(stallMs);
            this.reply = reply.getBytes(StandardCharsets.US_ASCII);
            this.thread = Thread.ofPlatform().daemon().start(this::serve);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
        }

        private void serve() {
            try (Socket client = listener.accept()) {
                client.setTcpNoDelay(true);
                answerAll(client.getInputStream(), client.getOutputStream());
            } catch (IOException e) {
                failure = e;
            }
        }

        private void answerAll(InputStream in, OutputStream out) throws IOException {
            byte[] request = new byte[REQUEST_LENGTH];
            long stallEndNs = 0;
            while (in.readNBytes(request, 0, REQUEST_LENGTH) == REQUEST_LENGTH) {
                if (stallEndNs == 0) stallEndNs = System.nanoTime() + stallNs;
                while (System.nanoTime() < stallEndNs) Thread.onSpinWait();
                out.write(reply);
            }
        }

        /** Called after the generator has closed its connection, which ends the thread. */
        @Override
        public void close() throws IOException {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listener.close();
            if (failure != null) throw failure;
        }
    }
}
