package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PacerTest {
    private static final int RATE = 2000;
    private static final byte[] WRITE = Workload.encode(List.of("PING"));
    private static final int UNANSWERED = 50;

    @Test
    void everyWriteIsAnsweredAndCounted() throws Exception {
        try (Peer peer = new Peer(0, "+PONG\r\n"); Pacer pacer = new Pacer(peer.address(), RATE, new Pings())) {
            Pacer.Paced paced = pacer.run(() -> peer.received < 100);
            assertEquals(paced.lateness().getTotalCount(), paced.latency().getTotalCount());
            assertTrue(paced.latency().getTotalCount() >= 100);
        }
    }

    @Test
    void aPacerRunsAgainAfterItHasEnded() throws Exception {
        try (Peer peer = new Peer(0, "+PONG\r\n"); Pacer pacer = new Pacer(peer.address(), RATE, new Pings())) {
            pacer.run(() -> false);
            long first = peer.received;
            pacer.run(() -> peer.received < first + 10);
            assertTrue(peer.received >= first + 10);
        }
    }

    @Test
    void writesGoOutWhileNoneIsAnswered() throws Exception {
        try (Peer peer = new Peer(UNANSWERED, "+PONG\r\n"); Pacer pacer = new Pacer(peer.address(), RATE, new Pings())) {
            Pacer.Paced paced = pacer.run(() -> peer.answering.getCount() > 0);
            assertTrue(paced.latency().getTotalCount() >= UNANSWERED);
        }
    }

    @Test
    void anErrorReplyFailsTheRun() throws Exception {
        try (Peer peer = new Peer(0, "-ERR no\r\n"); Pacer pacer = new Pacer(peer.address(), RATE, new Pings())) {
            IOException failure = assertThrows(IOException.class, () -> pacer.run(() -> true));
            assertTrue(failure.getMessage().endsWith("ERR no"), failure.getMessage());
        }
    }

    @Test
    void randomSetsAreWholeRequestsWithKeysInRange() {
        Pacer.Writes sets = SavedData.STRINGS.changes(20, 5);
        for (int i = 0; i < 100; i++) {
            String request = next(sets);
            assertTrue(request.matches("\\*3\r\n\\$3\r\nSET\r\n\\$16\r\nkey:0000000000[01]\\d\r\n\\$5\r\n[0-o]{5}\r\n"), request);
        }
    }

    @Test
    void aListIsPushedToAndPopped() {
        Pacer.Writes changes = SavedData.LIST.changes(20, 5);
        int pops = 0;
        for (int i = 0; i < 100; i++) {
            String request = next(changes);
            boolean isPop = request.equals("*2\r\n$4\r\nLPOP\r\n$4\r\nlist\r\n");
            assertTrue(isPop || request.startsWith("*3\r\n$5\r\nRPUSH\r\n$4\r\nlist\r\n$5\r\n"), request);
            pops += isPop ? 1 : 0;
        }
        assertTrue(pops > 20 && pops < 80, pops + " pops");
    }

    @Test
    void unwrittenIsWhatIsDirtyAndWhatIsOnItsWay() {
        assertEquals(7 << 10, Calm.unwrittenBytes("Cached: 9 kB\nDirty:    4 kB\nWriteback:   3 kB\nWritebackTmp: 1 kB\n"));
    }

    @Test
    void theLogSaysHowLongLoadingTook() throws IOException {
        assertEquals(1.25, ServerProcess.loadSeconds("1:M 1 Jan 2030 00:00:00.000 * DB loaded from disk: 1.250 seconds\n"));
        assertThrows(IOException.class, () -> ServerProcess.loadSeconds("Ready to accept connections"));
    }

    private static String next(Pacer.Writes writes) {
        ByteBuffer out = ByteBuffer.allocate(writes.largestBytes());
        writes.put(out);
        return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
    }

    private static final class Pings implements Pacer.Writes {
        @Override
        public void put(ByteBuffer out) {
            out.put(WRITE);
        }

        @Override
        public int largestBytes() {
            return WRITE.length;
        }
    }

    /** Keeps its first answers back until some writes have come, then answers each. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final CountDownLatch answering = new CountDownLatch(1);
        private final byte[] reply;
        private final Future<?> serving;
        private volatile int received;

        Peer(int unanswered, String reply) throws IOException {
            this.reply = reply.getBytes(StandardCharsets.US_ASCII);
            this.serving = thread.submit(() -> serve(unanswered));
        }

        InetSocketAddress address() {
            return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
        }

        private Void serve(int unanswered) throws IOException {
            try (Socket socket = listener.accept()) {
                byte[] write = new byte[WRITE.length];
                int answered = 0;
                while (socket.getInputStream().readNBytes(write, 0, write.length) == write.length) {
                    received++;
                    if (received < unanswered) continue;
                    answering.countDown();
                    for (; answered < received; answered++) {
                        socket.getOutputStream().write(reply);
                    }
                }
            } catch (SocketException e) {
                if (answering.getCount() > 0) throw e;      // or else the pacer has hung up
            }
            return null;
        }

        /** Called after the pacer has hung up. */
        @Override
        public void close() throws IOException {
            try {
                serving.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IOException("the peer failed", e.getCause());
            }
            thread.shutdown();
            listener.close();
        }
    }
}
