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

    /** A description of the argument, one sentence that ends with a full stop. */
    String help();

    /** The parameter's name; if empty, its name in the source, in kebab-case. */
    String name() default "";

    /**
     * The text used if the argument is omitted. An argument without a default must be given, unless its type is {@code
     * Optional} or it is a final list.
     */
    String[] defaultValue() default {};

    /** The only texts accepted; not needed for an enum. */
    String[] allowed() default {};
}
