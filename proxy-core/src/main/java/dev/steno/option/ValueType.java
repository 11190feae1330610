package dev.steno.option;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Parses, prints and completes values of one type, for options and commands alike. Stateless; any thread.
 *
 * @param <T> the type of the values, which are never null
 */
public interface ValueType<T> {

    /** The type's name in listings, such as {@code size}; for a closed set, its values, as in {@code pem|der}. */
    String name();

    /** Describes the accepted values, as a noun phrase for error messages, such as {@code true or false}. */
    String accepted();

    /** The placeholder for a value in usage lines, such as {@code SIZE}. */
    default String metavar() {
        return name().toUpperCase(Locale.ROOT);
    }

    /**
     * Parses a value.
     *
     * @throws ValueException if the text is not a value of this type
     */
    T parse(String text);

    /** The text of a value; parsing it gives an equal value. */
    String print(T value);

    /** The text of a value for listings and messages: as {@link #print}, but without secrets. */
    default String show(T value) {
        return print(value);
    }

    /** Complete texts that begin with the prefix, in the order in which they are offered; empty if there are none. */
    default List<String> complete(String prefix) {
        return List.of();
    }

    /** Whether a value is a list whose elements are given separately, one per occurrence of a flag. */
    default boolean repeatable() {
        return false;
    }

    /**
     * Joins the texts of one value: one per occurrence of a flag or element of an array. A type that is not repeatable
     * takes exactly one.
     *
     * @throws ValueException if the type takes exactly one text and there is another number
     */
    default String join(List<String> texts) {
        if (texts.size() != 1) {
            throw new ValueException(String.join(" ", texts), "is not one value", accepted() + ", once");
        }
        return texts.get(0);
    }

    /**
     * Creates a type from functions.
     *
     * @param parse parses; throws {@link ValueException} for an invalid text
     * @param print prints; parsing the result must give an equal value
     */
    static <T> ValueType<T> of(
            String name, String metavar, String accepted, Function<String, T> parse, Function<T, String> print) {
        return new ParsedType<>(name, metavar, accepted, parse, print);
    }
}
