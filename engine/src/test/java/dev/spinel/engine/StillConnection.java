package dev.spinel.engine;

import dev.spinel.engine.port.Connection;

/** The socket of a client in a test, with nobody at its other end: it only knows whether it is to be closed. */
public final class StillConnection implements Connection {
    private final String remoteAddress;
    private boolean isClosing;

    public StillConnection(String remoteAddress) {
        this.remoteAddress = remoteAddress;
    }

    public boolean isClosing() {
        return isClosing;
    }

    @Override
    public void onReplyPending() {}

    @Override
    public void resume() {}

    @Override
    public void closeSoon() {
        isClosing = true;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:6379";
    }

    @Override
    public int descriptor() {
        return 9;
    }

    @Override
    public boolean isUnixSocket() {
        return false;
    }

    @Override
    public long queryBytes() {
        return 0;
    }

    @Override
    public long queryCapacity() {
        return 0;
    }
}
