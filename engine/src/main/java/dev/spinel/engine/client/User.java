package dev.spinel.engine.client;

/** Whom a client acts as. What users may do is known to the ACL room. */
public interface User {
    String name();
}
