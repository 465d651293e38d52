package dev.spinel.module.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code public static} method as the body of one function of the module API. The C prototype is written
 * here and nowhere else; stubs, the C header and the coverage table all come from it. The package page holds the
 * recipe and the table of allowed Java types.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ModuleFunction {
    /** First release of Redis whose header declares the function, for example {@code "4.0"}. */
    String since();

    /** The C prototype without the name prefix, for example {@code "void *Alloc(size_t bytes)"}. */
    String c();

    /** Whether the method reports through {@link Errno#set}; the value is stored as the last act of the call. */
    boolean errno() default false;

    /**
     * Whether it leaves every key as it is, so that what {@link OpenedKey} tells stays true. After any other function the
     * next question about an open key is a call into Java.
     */
    boolean keepsKeys() default false;

    /**
     * Whether the body is the whole answer of a server that stands alone: what the function speaks of, a cluster or
     * certificates, this server does not have.
     */
    boolean standAlone() default false;
}
