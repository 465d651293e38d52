package dev.spinel.engine.feature.connection;

import dev.spinel.engine.resp.Text;
import java.security.MessageDigest;

/** The password of the default user: {@code requirepass}. Owned by the reactor. */
public final class Credentials {
    public static final String DEFAULT_USER = "default";

    private byte[] password;

    /** Sets the password; null or empty for none. */
    public void password(String text) {
        password = text == null || text.isEmpty() ? null : Text.bytes(text);
    }

    public boolean isRequired() {
        return password != null;
    }

    /** Whether name and password open the server; compared in constant time. */
    boolean accepts(String user, byte[] candidate) {
        return user.equals(DEFAULT_USER) && (password == null || MessageDigest.isEqual(password, candidate));
    }
}
