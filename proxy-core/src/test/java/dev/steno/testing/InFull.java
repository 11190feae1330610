package dev.steno.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes long and shows once more, with whole programs or at length, what others show with less. {@code mvn
 * verify} leaves it out; {@code mvn -Pfull verify} and {@code .ci/run} run it.
 */
@Tag("long")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface InFull {
    /** What {@code mvn verify} runs instead: the tests that show the same. */
    String value();
}
