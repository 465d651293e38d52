package dev.spinel.module.api;

/**
 * Layouts of the structs that tell more of an event of the server. All begin with their version.
 *
 * <pre>
 *              0         8              12              16
 *   most       | version | first (int)  | second (int)  |
 *   module     | version | name                         | module version (int)
 *   settings   | version | count (int)                  | names
 *   key        | version | key                          |
 *   role       | version | master (int)                 | master host | port (int) | id | id 2 | offset | offset of id 2
 * </pre>
 */
public final class EventData {
    static final long VERSION = 1;
    /** All but the role's. */
    static final int BYTES = 24;
    public static final int FIRST = Long.BYTES;
    public static final int SECOND = FIRST + Integer.BYTES;
    /** What follows a first field of eight bytes. */
    public static final int WIDE = FIRST + Long.BYTES;
    public static final int HOST = WIDE;
    public static final int PORT = HOST + Long.BYTES;
    public static final int ID = PORT + Long.BYTES;
    public static final int SECOND_ID = ID + Long.BYTES;
    public static final int OFFSET = SECOND_ID + Long.BYTES;
    public static final int SECOND_OFFSET = OFFSET + Long.BYTES;
    static final int ROLE_BYTES = SECOND_OFFSET + Long.BYTES;

    private EventData() {}
}
