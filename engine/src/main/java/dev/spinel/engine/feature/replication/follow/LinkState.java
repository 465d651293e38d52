package dev.spinel.engine.feature.replication.follow;

/** How far a replica is with its primary; {@code word} is what ROLE shows. */
enum LinkState {
    NONE("none"), CONNECT("connect"), CONNECTING("connecting"), HANDSHAKE("handshake"), TRANSFER("sync"),
    CONNECTED("connected");

    private final String word;

    LinkState(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
