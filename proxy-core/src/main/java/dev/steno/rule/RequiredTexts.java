package dev.steno.rule;

import dev.steno.filter.Filter;
import dev.steno.filter.Needle;
import dev.steno.filter.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a filter requires in the URL or the Host field of a flow. Pure functions.
 *
 * <p>A requirement is a list of texts, of which one occurs in each flow that matches; they are folded and have at least
 * three characters. A filter may have several requirements, or none.
 */
final class RequiredTexts {
    private static final int SHORTEST = 3;

    private RequiredTexts() {}

    /** All requirements of a filter; none if it may match without any text. */
    static List<List<String>> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return every(and.operands().stream().map(RequiredTexts::of).toList());
        }
        if (filter instanceof Filter.Or or) {
            return either(or.operands().stream().map(RequiredTexts::of).toList());
        }
        if (filter instanceof Filter.Matches matches && isInUrl(matches.field())) {
            return of(matches.regex().needle());
        }
        return filter instanceof Filter.Equals equals && isInUrl(equals.field())
                ? of(Needle.text(equals.value()))
                : List.of();
    }

    private static boolean isInUrl(TextField field) {
        return switch (field) {
            case URL, DOMAIN, HOST, PATH, QUERY -> true;
            default -> false;
        };
    }

    private static List<List<String>> of(Needle needle) {
        if (needle instanceof Needle.Text text) {
            return text.folded().length() < SHORTEST ? List.of() : List.of(List.of(text.folded()));
        }
        if (needle instanceof Needle.All all) {
            return every(all.needles().stream().map(RequiredTexts::of).toList());
        }
        return needle instanceof Needle.Any any
                ? either(any.needles().stream().map(RequiredTexts::of).toList())
                : List.of();
    }

    private static List<List<String>> every(List<List<List<String>>> parts) {
        List<List<String>> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }

    /** One requirement: the longest text of each alternative. */
    private static List<List<String>> either(List<List<List<String>>> alternatives) {
        List<String> all = new ArrayList<>();
        for (List<List<String>> requirements : alternatives) {
            List<String> best = List.of();
            for (List<String> one : requirements) {
                best = best.isEmpty() || shortest(one) > shortest(best) ? one : best;
            }
            if (best.isEmpty()) {
                return List.of();
            }
            all.addAll(best);
        }
        return List.of(all);
    }

    private static int shortest(List<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }
}
