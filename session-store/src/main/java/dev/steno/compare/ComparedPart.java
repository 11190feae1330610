package dev.steno.compare;

import dev.steno.compare.IgnoreRule.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of flows, such as their request headers, value by value. Immutable.
 *
 * @param kind what the keys of rows are, in the words of rules; {@link Kind#TEXT} for lines
 * @param omitted rows that are not among the rows, because there are too many; equal ones first
 * @param note what people should know although it is no difference, such as equal content in other codings; empty if there
 *     is nothing
 */
public record ComparedPart(String name, Kind kind, List<ComparedRow> rows, long omitted, String note) {
    /** Upper bound on rows. */
    static final int MOST = 5_000;

    private static final Pattern INDEX = Pattern.compile("\\[\\+?\\d+\\]");
    private static final Pattern AGAIN = Pattern.compile(" \\[\\d+\\]$");

    /** Returns a part; of more rows than the bound, those that differ come first. */
    static ComparedPart of(String name, Kind kind, List<ComparedRow> all, String note) {
        if (all.size() <= MOST) {
            return new ComparedPart(name, kind, List.copyOf(all), 0, note);
        }
        List<ComparedRow> shown =
                all.stream().filter(row -> !row.same()).limit(MOST).toList();
        return new ComparedPart(name, kind, shown, all.size() - shown.size(), note);
    }

    /** Whether a value differs. */
    public boolean differs() {
        return rows.stream().anyMatch(row -> !row.same());
    }

    /**
     * Returns a rule by which a row, and the same one of other elements of its array, is ignored; empty if there is none but
     * for the whole part.
     */
    public Optional<IgnoreRule> ignoring(ComparedRow row) {
        String key = row.key();
        int path = key.indexOf('$');
        if (path == 0 || path > 0 && name.equals("messages")) {
            return Optional.of(
                    new IgnoreRule(Kind.JSON, INDEX.matcher(key.substring(path)).replaceAll("[*]")));
        }
        return switch (kind) {
            case TEXT, JSON, COOKIE -> Optional.empty();
            case HEADER, QUERY, FORM ->
                Optional.of(new IgnoreRule(kind, AGAIN.matcher(key).replaceAll("")));
            case XML -> Optional.of(new IgnoreRule(kind, key));
            case PROTO ->
                Optional.of(new IgnoreRule(
                        kind,
                        INDEX.matcher(key.substring(key.lastIndexOf(' ') + 1)).replaceAll("")));
            case PART ->
                Optional.of(new IgnoreRule(kind, name + "/" + AGAIN.matcher(key).replaceAll("")));
        };
    }
}
