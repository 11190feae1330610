package dev.steno.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a method as a command. Each parameter carries {@link Arg} and has a type of the table of value types; the last
 * one may be a {@code List} or variable in number. The result is nothing, such a value, a record of such values or a list
 * of records, now or later by a {@code CompletionStage}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Command {

    /** The name: its subject, a full stop and what is done, such as {@code session.info}. */
    String name();

    /** What the command does, in one sentence with its full stop. */
    String help();

    /** Whether listings and the reference leave the command out. It still works. */
    boolean hidden() default false;
}
