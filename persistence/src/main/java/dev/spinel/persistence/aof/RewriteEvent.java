package dev.spinel.persistence.aof;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A new base of the log, from its first byte until the log stands on it or it was given up. */
@Name("dev.spinel.AofRewrite")
@Label("AOF Rewrite")
@Category("Spinel")
@StackTrace(false)
final class RewriteEvent extends Event {
    @Label("As RDB")
    boolean isRdb;

    @Label("Complaint")
    String complaint;
}
