package dev.steno.rule.action;

import dev.steno.rule.json.JsonChange;
import dev.steno.rule.json.JsonPath;
import dev.steno.rule.json.JsonValues;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import dev.steno.rule.spec.TextSource;
import org.jspecify.annotations.Nullable;

/**
 * Sets, removes or merges values of a JSON body; all else of it stays as it was written. Immutable.
 *
 * @param path the values
 * @param merged whether the value is a merge patch (RFC 7396)
 * @param value a JSON text; empty to remove the values
 */
record JsonEdit(JsonPath path, boolean merged, TextSource value) implements TextEdit {
    private static final String SET = "json:";
    private static final String MERGE = "merge:";

    static boolean isOne(String subject) {
        return subject.startsWith(SET) || subject.startsWith(MERGE);
    }

    /**
     * Reads an edit.
     *
     * @return null if the subject is none
     * @throws RuleException if it is not valid
     */
    static @Nullable JsonEdit of(String subject, String value) {
        if (!isOne(subject)) {
            return null;
        }
        boolean merged = subject.startsWith(MERGE);
        String place = subject.substring(merged ? MERGE.length() : SET.length());
        JsonPath path = JsonPath.parse(place);
        TextSource source = value.startsWith("@") ? TextSource.parse(value, null) : TextSource.literal(value);
        if (source instanceof TextSource.Fixed && !value.isBlank() && !JsonValues.isValue(value)) {
            throw new RuleException("\"" + value + "\" is not JSON; "
                    + (place.isBlank()
                            ? "a rule whose path has slashes needs another separator, as in |json:/name/0|\"text\""
                            : "a text is written \"text\""));
        }
        if (merged && value.isBlank()) {
            throw new RuleException("a merge patch is a JSON value, such as {\"name\": null}; json:" + path
                    + " with an empty value removes it");
        }
        return new JsonEdit(path, merged, source);
    }

    @Override
    public @Nullable String apply(String text) throws RuleFailure {
        String given = value.now().text().strip();
        if (!given.isEmpty() && !JsonValues.isValue(given)) {
            throw new RuleFailure("the value is not JSON");
        }
        if (!JsonValues.areValues(text)) {
            throw new RuleFailure("the body is not JSON");
        }
        String changed = merged
                ? JsonChange.merge(text, path, given)
                : given.isEmpty() ? JsonChange.remove(text, path) : JsonChange.set(text, path, given);
        return changed.equals(text) ? null : changed;
    }
}
