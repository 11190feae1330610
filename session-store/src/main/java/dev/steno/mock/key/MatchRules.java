package dev.steno.mock.key;

import dev.steno.compare.IgnoreRule;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of two requests must be equal for one to be answered as the other was. Method, scheme and path always must. Immutable.
 *
 * @param host whether the host
 * @param port whether the port
 * @param loose whether percent-encoded characters that need not be encoded are equal to plain ones
 * @param queryOrder whether the parameters of the query must have the same order
 * @param ignoredParams names of parameters of the query that do not matter
 * @param content how much of the bodies
 * @param ignoredFields names of the fields of forms that do not matter
 * @param ignoredJson expressions for the paths of JSON values that do not matter
 * @param headers names of header fields whose values must be equal
 */
public record MatchRules(
        boolean host,
        boolean port,
        boolean loose,
        boolean queryOrder,
        Set<String> ignoredParams,
        ContentRule content,
        Set<String> ignoredFields,
        List<Pattern> ignoredJson,
        List<String> headers) {

    /** All must be equal: no header field, but the rest. */
    public static final MatchRules EXACT =
            new MatchRules(true, true, false, true, Set.of(), ContentRule.AUTO, Set.of(), List.of(), List.of());

    public MatchRules {
        ignoredParams = Set.copyOf(ignoredParams);
        ignoredFields = Set.copyOf(ignoredFields);
        ignoredJson = List.copyOf(ignoredJson);
        headers = List.copyOf(headers);
    }

    /**
     * Returns an expression for paths such as {@code $..updatedAt}.
     *
     * @throws IgnoreRule.IgnoreRuleException if the text is no such path; its message says what is
     */
    public static Pattern jsonPath(String path) throws IgnoreRule.IgnoreRuleException {
        return IgnoreRule.parse("json:" + path).compiled();
    }

    /** Returns a test of the paths of values that do not matter; null if all do. */
    @Nullable
    Predicate<String> ignoresJson() {
        return ignoredJson.isEmpty()
                ? null
                : path -> {
                    for (Pattern each : ignoredJson) {
                        if (each.matcher(path).matches()) {
                            return true;
                        }
                    }
                    return false;
                };
    }

    /** Whether two sets of rules find the same flows by {@link RequestPlace}. */
    public boolean placesLike(MatchRules other) {
        return host == other.host && port == other.port && loose == other.loose;
    }
}
