package dev.steno.rule.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a rule that is written in one line. Its first character separates the parts, which may be any character
 * but a letter, a digit or a tilde; a base character with its combining marks counts as one. Immutable.
 *
 * @param filter the filter's text; empty for every message
 * @param subject what is looked for; not empty
 * @param replacement what takes its place; may contain the separator if there is a filter
 */
public record SpecParts(String filter, String subject, String replacement) {
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    /**
     * Splits {@code /subject/replacement} or {@code /filter/subject/replacement}.
     *
     * @param form how such a rule is written, for the message
     * @throws RuleException if there are fewer parts, or the subject is empty
     */
    public static SpecParts of(String text, String form) {
        String separator = separator(text, form);
        String[] parts = text.substring(separator.length()).split(Pattern.quote(separator), 3);
        SpecParts read = parts.length == 3
                ? new SpecParts(parts[0], parts[1], parts[2])
                : parts.length == 2 ? new SpecParts("", parts[0], parts[1]) : null;
        if (read == null || read.subject.isEmpty()) {
            throw wrong(text, read == null ? "has too few parts" : "has an empty part", form);
        }
        return read;
    }

    /**
     * Splits {@code /filter/value} into exactly two parts; the filter is the subject.
     *
     * @param form how such a rule is written, for the message
     * @throws RuleException if there is another number of parts, or one is empty
     */
    public static SpecParts ofTwo(String text, String form) {
        String separator = separator(text, form);
        String[] parts = text.substring(separator.length()).split(Pattern.quote(separator), -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw wrong(text, "does not have two parts", form);
        }
        return new SpecParts(parts[0], parts[0], parts[1]);
    }

    /**
     * Splits {@code /filter/rest}, where the rest may contain the separator. A text that begins with a letter or a digit
     * is the rest without a filter.
     *
     * @param form how such a rule is written, for the message
     * @throws RuleException if there is no rest
     */
    public static SpecParts ofFilterAndRest(String text, String form) {
        if (!text.isBlank() && Character.isLetterOrDigit(text.codePointAt(0))) {
            return new SpecParts("", text, text);
        }
        String separator = separator(text, form);
        String[] parts = text.substring(separator.length()).split(Pattern.quote(separator), 2);
        if (parts.length != 2 || parts[1].isBlank()) {
            throw wrong(text, "does not have two parts", form);
        }
        return new SpecParts(parts[0], parts[1], parts[1]);
    }

    private static String separator(String text, String form) {
        Matcher first = CHARACTER.matcher(text);
        if (!first.lookingAt()) {
            throw wrong(text, "is empty", form);
        }
        char start = text.charAt(0);
        if (start < 0x80 && (Character.isLetterOrDigit(start) || start <= ' ' || start == '~')) {
            throw wrong(text, "does not begin with the character that separates its parts", form);
        }
        return first.group();
    }

    private static RuleException wrong(String text, String how, String form) {
        return new RuleException("\"" + text + "\" " + how + "; a rule is written " + form);
    }
}
