package dev.steno.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a method as a command. Each parameter carries {@link Arg} and has a type in the table of value types; the
 * last one may be a {@code List} or varargs. The result is {@code void}, a value of such a type, a record of such
 * values or a list of records, either directly or by a {@code CompletionStage}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Command {

    /** The name: a subject, a full stop and a verb, such as {@code session.info}. */
    String name();

    /** A description of the command, one sentence that ends with a full stop. */
    String help();

    /** Whether the command removes what was recorded, so that a page asks before it calls it. */
    boolean destroys() default false;

    /** Whether listings and the reference omit the command. It still works. */
    boolean hidden() default false;
}
