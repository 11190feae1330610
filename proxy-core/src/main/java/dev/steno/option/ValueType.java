package dev.steno.option;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads, prints and completes values of one type, the same for options and for commands. Stateless; for any thread.
 *
 * @param <T> the values; never null
 */
public interface ValueType<T> {

    /** The type's name in listings, such as {@code size}; for a closed set its values, as in {@code pem|der}. */
    String name();

    /** What is accepted, to end a sentence. */
    String accepted();

    /** What stands for a value in usage lines, such as {@code SIZE}. */
    default String metavar() {
        return name().toUpperCase(Locale.ROOT);
    }

    /**
     * Reads a value.
     *
     * @throws ValueException if the text is no value of this type
     */
    T parse(String text);

    /** The text of a value; reading it gives an equal value. */
    String print(T value);

    /** The text of a value for listings and messages: as {@link #print}, without what is secret in it. */
    default String show(T value) {
        return print(value);
    }

    /** Whole texts that begin as the prefix does, in the order to offer them; empty where there is nothing to offer. */
    default List<String> complete(String prefix) {
        return List.of();
    }

    /** Whether a value is made of any number of elements, each given on its own. */
    default boolean repeatable() {
        return false;
    }

    /**
     * The text of a value from the texts it was given by, one for each occurrence of a flag or element of an array. A
     * type that is not repeatable takes exactly one.
     *
     * @throws ValueException if there are more texts than the type takes, or none
     */
    default String join(List<String> texts) {
        if (texts.size() != 1) {
            throw new ValueException(String.join(" ", texts), "is not one value", accepted() + ", once");
        }
        return texts.get(0);
    }

    /**
     * A type from its parts.
     *
     * @param parse reads; throws {@link ValueException} for what is no value
     * @param print prints; its result must read back as an equal value
     */
    static <T> ValueType<T> of(
            String name, String metavar, String accepted, Function<String, T> parse, Function<T, String> print) {
        return new ParsedType<>(name, metavar, accepted, parse, print);
    }
}
