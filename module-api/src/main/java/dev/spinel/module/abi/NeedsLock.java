package dev.spinel.module.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether module functions may only be called with the lock over all data: inside a callback of the server, or between
 * {@code ThreadSafeContextLock} and {@code Unlock}. On a class for all its functions; on a method for that one. Checked
 * when {@code module-debug} is {@code strict}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface NeedsLock {
    boolean value() default true;
}
