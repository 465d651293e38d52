package dev.spinel.engine.port;

/** The loop that serves clients, for work that takes long and lets others go on meanwhile. */
public interface EventLoop {
    /** A loop that serves nobody, for an engine without sockets. */
    EventLoop NONE = new EventLoop() {
        @Override
        public boolean isReactor() {
            return false;
        }

        @Override
        public void serveOthers() {
            // Nobody waits.
        }
    };

    /** Whether the calling thread is the one that runs the loop. */
    boolean isReactor();

    /**
     * Serves what is ready now, without waiting, from inside a running command; its own client is left alone. Only on
     * the reactor. Who calls it decides before what the commands of other clients get.
     */
    void serveOthers();
}
