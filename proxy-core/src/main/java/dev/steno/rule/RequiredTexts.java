package dev.steno.rule;

import dev.steno.filter.Filter;
import dev.steno.filter.Needle;
import dev.steno.filter.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a filter requires in the URL or the Host field of a flow: one of them occurs in each flow that matches.
 * Pure functions.
 */
final class RequiredTexts {
    private static final int SHORTEST = 3;

    private RequiredTexts() {}

    /** Folded texts of at least three characters; none if the filter may match without any. */
    static List<String> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            for (Filter operand : and.operands()) {
                List<String> texts = of(operand);
                if (!texts.isEmpty()) {
                    return texts;
                }
            }
            return List.of();
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

    private static List<String> of(Needle needle) {
        if (needle instanceof Needle.Text text) {
            return text.folded().length() < SHORTEST ? List.of() : List.of(text.folded());
        }
        if (needle instanceof Needle.All all) {
            List<String> best = List.of();
            for (Needle one : all.needles()) {
                List<String> texts = of(one);
                best = best.isEmpty() || length(texts) > length(best) ? texts : best;
            }
            return best;
        }
        return needle instanceof Needle.Any any
                ? either(any.needles().stream().map(RequiredTexts::of).toList())
                : List.of();
    }

    /** The length of the shortest text. */
    private static int length(List<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private static List<String> either(List<List<String>> alternatives) {
        List<String> all = new ArrayList<>();
        for (List<String> texts : alternatives) {
            if (texts.isEmpty()) {
                return List.of();
            }
            all.addAll(texts);
        }
        return List.copyOf(all);
    }
}
