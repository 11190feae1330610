package dev.steno.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a parameter of a command. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Arg {

    /** What the argument is, in one sentence with its full stop. */
    String help();

    /** The parameter's name; left empty, its name in the source in kebab-case. */
    String name() default "";

    /** The text that stands for an argument left out; without one, only an {@code Optional} or the last list can be. */
    String[] defaultValue() default {};

    /** The only texts accepted, where the type is not an enum that says so already. */
    String[] allowed() default {};
}
