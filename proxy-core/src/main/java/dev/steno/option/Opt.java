package dev.steno.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record component as an option. Its type must be in the table of {@link ValueTypes}. A component of type
 * {@code List} makes the option repeatable; one of type {@code Optional} may have no value.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Opt {

    /** A description of the option, one sentence that ends with a full stop. */
    String help();

    /**
     * The value, as text, that applies if no layer sets one. The empty text means false, the empty text, the empty list
     * or no value, depending on the type; any other type must declare a default.
     */
    String defaultValue() default "";

    /**
     * The option's name; if empty, the component's name in kebab-case ({@code upstreamCa} gives {@code upstream-ca}).
     */
    String name() default "";

    /** One-letter forms for the command line, such as {@code 'q'} for {@code -q}. */
    char[] flags() default {};

    /** The placeholder for the value in help texts; if empty, the type's own. */
    String metavar() default "";

    /** The only texts accepted; not needed for an enum. */
    String[] allowed() default {};

    /** Texts that completion offers; others are accepted too. */
    String[] suggested() default {};

    /** Whether help texts and the reference omit the option. It still works. */
    boolean hidden() default false;

    /** Whether a new value takes effect while the program runs; the value of any other option is read at the start. */
    boolean live() default false;

    /** Whether the value is omitted from listings, messages and sessions. */
    boolean secret() default false;
}
