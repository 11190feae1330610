package dev.steno.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a record as an option. Its type must be in the table of {@link ValueTypes}; a {@code List}
 * makes it repeatable, an {@code Optional} lets it be absent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Opt {

    /** What the option does, in one sentence with its full stop. */
    String help();

    /**
     * The value where no layer gives one, as text. Left empty it stands for false, the empty text, the empty list or no
     * value; other types must have one.
     */
    String defaultValue() default "";

    /** The option's name; left empty, the component's name in kebab-case ({@code upstreamCa} is {@code upstream-ca}). */
    String name() default "";

    /** One-letter forms for the command line, such as {@code 'q'} for {@code -q}. */
    char[] flags() default {};

    /** What stands for the value in help texts; left empty, that of the type. */
    String metavar() default "";

    /** The only texts accepted, where the type is not an enum that says so already. */
    String[] allowed() default {};

    /** Whether help texts and the reference leave the option out. It still works. */
    boolean hidden() default false;

    /** Whether the value is kept out of listings, messages and sessions. */
    boolean secret() default false;
}
