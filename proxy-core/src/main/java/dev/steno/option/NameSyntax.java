package dev.steno.option;

import java.util.List;
import java.util.Locale;

/** Spelling rules for the names of options, command parameters and enum values. Stateless. */
public final class NameSyntax {
    private NameSyntax() {}

    /** A Java name in kebab-case: {@code upstreamCa} and {@code upstreamCA} both give {@code upstream-ca}. */
    public static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }

    /** The form in which names are looked up: lower case, with {@code -} in place of {@code _}. */
    public static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Joins words as a sentence lists them: {@code a, b or c}. */
    static String either(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
