package dev.steno.rule;

import dev.steno.filter.Filter;
import dev.steno.filter.Needle;
import dev.steno.filter.TextField;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a filter requires in the fields of a flow: its URL, its header lines, its client and so on, but not its
 * bodies. Pure functions.
 *
 * <p>A requirement is a list of texts, of which one occurs in its field of each flow that matches; they are folded and have
 * at least three characters. A filter may have several requirements, or none.
 */
final class RequiredTexts {
    private static final int SHORTEST = 3;

    private RequiredTexts() {}

    /** A text that occurs in a value of a field. */
    record Required(TextField field, String folded) {}

    /** All requirements of a filter; none if it may match without any text. */
    static List<List<Required>> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return every(and.operands().stream().map(RequiredTexts::of).toList());
        }
        if (filter instanceof Filter.Or or) {
            return either(or.operands().stream().map(RequiredTexts::of).toList());
        }
        if (filter instanceof Filter.Matches matches && !matches.field().isBody()) {
            return of(matches.field(), matches.regex().needle());
        }
        return filter instanceof Filter.Equals equals && !equals.field().isBody()
                ? of(equals.field(), Needle.text(equals.value()))
                : List.of();
    }

    private static List<List<Required>> of(TextField field, Needle needle) {
        if (needle instanceof Needle.Text text) {
            return text.folded().length() < SHORTEST ? List.of() : List.of(List.of(new Required(field, text.folded())));
        }
        if (needle instanceof Needle.All all) {
            return every(all.needles().stream().map(one -> of(field, one)).toList());
        }
        return needle instanceof Needle.Any any
                ? either(any.needles().stream().map(one -> of(field, one)).toList())
                : List.of();
    }

    private static List<List<Required>> every(List<List<List<Required>>> parts) {
        List<List<Required>> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }

    /** One requirement: the longest text of each alternative. */
    private static List<List<Required>> either(List<List<List<Required>>> alternatives) {
        List<Required> all = new ArrayList<>();
        for (List<List<Required>> requirements : alternatives) {
            List<Required> best = List.of();
            for (List<Required> one : requirements) {
                best = best.isEmpty() || shortest(one) > shortest(best) ? one : best;
            }
            if (best.isEmpty()) {
                return List.of();
            }
            all.addAll(best);
        }
        return List.of(all);
    }

    private static int shortest(List<Required> texts) {
        return texts.stream().mapToInt(text -> text.folded().length()).min().orElse(0);
    }
}
