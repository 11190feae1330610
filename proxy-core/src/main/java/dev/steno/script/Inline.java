package dev.steno.script;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a script, or all methods of a class, on the event loop instead of a thread that may block. It costs less,
 * and must return at once: other connections wait for it. It must not read files, call {@code http} or {@code session}, or
 * read bodies that were too large for memory.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Inline {}
