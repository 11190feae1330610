package dev.steno.option;

import java.util.List;

/**
 * An option as listings, flags and the reference show it, with its value at one moment.
 *
 * @param name in kebab-case
 * @param type reads, prints and completes its values
 * @param defaultText the declared value, as it was declared; empty for a secret
 * @param current the value as text; {@link #HIDDEN_TEXT} for a secret that is set
 * @param source the layer the value comes from
 * @param help one sentence
 * @param flags its one-letter forms
 * @param metavar what stands for the value in help texts
 * @param hidden whether help texts and the reference leave it out
 * @param secret whether its value must not be shown or kept
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
        boolean secret) {
    /** Stands for the value of a secret option that is set. */
    public static final String HIDDEN_TEXT = "(secret)";

    public OptionSpec {
        flags = List.copyOf(flags);
    }

    /** Whether the option may be given several times, each time adding to its list. */
    public boolean repeatable() {
        return type.repeatable();
    }

    /**
     * The option's text from those of its flags or array elements.
     *
     * @throws OptionException if the option takes one value and got another number of them
     */
    public String join(List<String> texts) {
        try {
            return type.join(texts);
        } catch (ValueException e) {
            throw OptionException.of(name, secret, e);
        }
    }

    /**
     * Accepts a text that the option's type reads. The record it belongs to may still refuse it beside other values.
     *
     * @throws OptionException if the type does not read it
     */
    public void check(String text) {
        try {
            type.parse(text);
        } catch (ValueException e) {
            throw OptionException.of(name, secret, e);
        }
    }
}
