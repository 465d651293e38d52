package dev.spinel.engine.keyspace;

/**
 * Databases that fill beside those everybody sees, and take their place all at once or not at all. One at a time; it
 * ends with {@link #install} or {@link #discard}. Owned by the reactor. Source: swapMainDbWithTempDb in db.c.
 */
public final class Replacement {
    private final Keyspace keyspace;
    /** Null where nothing was added. */
    private final Database[] databases;

    Replacement(Keyspace keyspace) {
        this.keyspace = keyspace;
        databases = new Database[keyspace.databaseCount()];
    }

    /** The database that will have this number. */
    public Database database(int index) {
        if (databases[index] == null) {
            databases[index] = keyspace.hiddenDatabase(index);
        }
        return databases[index];
    }

    /** Shows the new keys; what was there is freed, lazily in the background. */
    public void install(boolean lazily) {
        for (int i = 0; i < databases.length; i++) {
            database(i);
        }
        keyspace.replace(databases);
        discard(lazily);
    }

    /** Frees everything in here. */
    public void discard(boolean lazily) {
        for (int i = 0; i < databases.length; i++) {
            if (databases[i] != null) {
                keyspace.dissolve(databases[i], lazily);
                databases[i] = null;
            }
        }
    }
}
