package dev.steno.option;

import java.util.List;

/**
 * An option as listings, flags and the reference show it, with its value at one moment. Immutable.
 *
 * @param name in kebab-case
 * @param type parses, prints and completes its values
 * @param defaultText the default as declared; empty for a secret
 * @param current the value as text; {@link #HIDDEN_TEXT} for a secret that is set
 * @param source the layer that sets the value
 * @param help one sentence
 * @param flags its one-letter forms
 * @param metavar the placeholder for the value in help texts
 * @param hidden whether help texts and the reference omit it
 * @param secret whether its value must be neither shown nor stored
 * @param live whether a new value takes effect while the program runs
 */
public record OptionSpec(
        String name,
        ValueType<?> type,
        String defaultText,
        String current,
        OptionSource source,
        String help,
        List<Character> flags,
        String metavar,
        boolean hidden,
        boolean secret,
        boolean live) {
    /** Shown in place of a secret that is set. */
    public static final String HIDDEN_TEXT = "(secret)";

    public OptionSpec {
        flags = List.copyOf(flags);
    }

    /** Whether the option may be given several times, each occurrence adding to its list. */
    public boolean repeatable() {
        return type.repeatable();
    }

    /**
     * The option's text, joined from those of its flags or array elements.
     *
     * @throws OptionException if the option takes exactly one value and the list has another number of texts
     */
    public String join(List<String> texts) {
        try {
            return type.join(texts);
        } catch (ValueException e) {
            throw OptionException.of(name, secret, e);
        }
    }

    /**
     * Checks that the option's type can parse a text. Its record may still reject the value in combination with others.
     *
     * @throws OptionException if the type cannot parse it
     */
    public void check(String text) {
        try {
            type.parse(text);
        } catch (ValueException e) {
            throw OptionException.of(name, secret, e);
        }
    }
}
