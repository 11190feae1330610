package dev.steno.cli.diff;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.flow.Flow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values of two flows differ on purpose, and so are no differences. */
@FunctionalInterface
public interface ReplacedValues {
    /** None do. */
    ReplacedValues NONE = (recorded, answered) -> Map.of();

    /**
     * Returns what values of a recorded flow became in the other one.
     *
     * @throws IOException if a session cannot be read
     */
    Map<String, String> between(Flow recorded, Flow answered) throws IOException;

    /** Returns the parts that still differ when the values of the left side are replaced. */
    static List<ComparedPart> withoutThem(List<ComparedPart> parts, Map<String, String> values) {
        if (values.isEmpty()) {
            return parts;
        }
        Pattern all = Pattern.compile("(?<![\\w-])(?:"
                + String.join("|", values.keySet().stream().map(Pattern::quote).toList()) + ")(?![\\w-])");
        List<ComparedPart> left = new ArrayList<>();
        for (ComparedPart part : parts) {
            List<ComparedRow> rows = part.rows().stream()
                    .filter(row -> !isReplaced(row, all, values))
                    .toList();
            boolean whole = part.differs() && part.omitted() == 0;
            if (!whole || !areReplacedLines(rows, all, values)) {
                left.add(new ComparedPart(part.name(), part.kind(), rows, part.omitted(), part.note()));
            }
        }
        return left;
    }

    private static boolean isReplaced(ComparedRow row, Pattern all, Map<String, String> values) {
        String one = row.values().get(0);
        String other = row.values().get(1);
        return !row.same()
                && one != null
                && other != null
                && replaced(one, all, values).equals(other);
    }

    /** Whether lines that one side lacks are those of the other with its values; also if none is left. */
    private static boolean areReplacedLines(List<ComparedRow> rows, Pattern all, Map<String, String> values) {
        List<ComparedRow> differing = rows.stream().filter(row -> !row.same()).toList();
        List<String> ones = differing.stream()
                .map(row -> row.values().get(0))
                .filter(Objects::nonNull)
                .map(text -> replaced(text, all, values))
                .toList();
        List<String> others = differing.stream()
                .map(row -> row.values().get(1))
                .filter(Objects::nonNull)
                .toList();
        return ones.equals(others);
    }

    private static String replaced(String text, Pattern all, Map<String, String> values) {
        return all.matcher(text).replaceAll(found -> Matcher.quoteReplacement(values.get(found.group())));
    }
}
