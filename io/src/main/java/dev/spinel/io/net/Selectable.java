package dev.spinel.io.net;

/** What hangs on a selection key: the reactor tells it what its channel is ready for. */
public interface Selectable {
    void onReady(int readyOps);
}
