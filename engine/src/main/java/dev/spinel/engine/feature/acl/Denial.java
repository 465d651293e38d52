package dev.spinel.engine.feature.acl;

/** Why a call is refused; of several reasons the greatest is told. */
public final class Denial {
    public static final int NONE = 0;
    public static final int COMMAND = 1;
    public static final int KEY = 2;
    public static final int AUTH = 3;
    public static final int CHANNEL = 4;

    private Denial() {}

    /** The word ACL LOG uses. */
    static String word(int denial) {
        return switch (denial) {
            case COMMAND -> "command";
            case KEY -> "key";
            case AUTH -> "auth";
            case CHANNEL -> "channel";
            default -> "unknown";
        };
    }
}
