package dev.steno.sqlite.query;

import com.google.re2j.Pattern;
import dev.steno.content.BodyText;
import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.filter.TextField;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.sqlite.StoredBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random filters built from the values of given flows, so that they match some of the flows but not all. */
public final class RandomFilters {
    private final Random random;
    private final List<Flow> flows;

    public RandomFilters(Random random, List<Flow> flows) {
        this.random = random;
        this.flows = flows;
    }

    /** Creates a filter with at most {@code depth} levels of junctions and negations. */
    public Filter next(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind == 0) {
            return new Filter.Not(next(depth - 1));
        }
        if (kind <= 2) {
            return new Filter.And(several(depth - 1));
        }
        return kind <= 4 ? new Filter.Or(several(depth - 1)) : leaf();
    }

    private List<Filter> several(int depth) {
        List<Filter> filters = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            filters.add(next(depth));
        }
        return filters;
    }

    private Filter leaf() {
        Filter leaf = positive();
        return random.nextInt(3) == 0 ? new Filter.Not(leaf) : leaf;
    }

    private Filter positive() {
        switch (random.nextInt(8)) {
            case 0 -> {
                return new Filter.Is(any(Flag.values()));
            }
            case 1, 2 -> {
                NumberField field = any(NumberField.values());
                long value = field.value(any(flows));
                long near = (Times.isSet(value) ? value : 0) + random.nextInt(3) - 1;
                return new Filter.Compare(field, any(Relation.values()), near);
            }
            case 3, 4 -> {
                TextField field = any(TextField.values());
                if (field.label() == null || field.isOnlySearched()) {
                    field = TextField.URL;
                }
                String value = text(field);
                return new Filter.Equals(field, random.nextInt(4) == 0 ? part(value, 3) : changedCase(value));
            }
            default -> {
                TextField field = any(TextField.values());
                return Filter.Matches.of(field, regex(part(text(field), random.nextInt(9))));
            }
        }
    }

    /** Returns a text that occurs in some flow. */
    private String text(TextField field) {
        Flow flow = any(flows);
        List<String> values = new ArrayList<>(field.values(flow));
        if (field.isBody() && flow instanceof HttpFlow http) {
            values.add(body(http.request().body()));
            var response = http.response();
            values.add(response == null ? "" : body(response.body()));
        }
        return values.isEmpty() ? "x" : any(values);
    }

    private static String body(Body body) {
        return body instanceof Body.Inline inline ? BodyText.plain(inline.bytes()) : StoredBodies.TEXT;
    }

    private String part(String text, int length) {
        int from = text.isEmpty() ? 0 : random.nextInt(text.length());
        return text.substring(from, Math.min(text.length(), from + length));
    }

    private String regex(String literal) {
        String changed = changedCase(literal);
        return switch (random.nextInt(7)) {
            case 0, 1 -> changed.matches("[^\\\\.+*?()|\\[\\]{}^$]*") ? changed : Pattern.quote(changed);
            case 2 -> Pattern.quote(changed) + "|nothing at all";
            case 3 -> "(?:" + Pattern.quote(changed) + ")+";
            case 4 -> "(" + Pattern.quote(changed) + ".*|\\d{4})";
            case 5 -> "^" + Pattern.quote(changed);
            default -> "[a-m](?:" + Pattern.quote(changed) + ")?";
        };
    }

    private String changedCase(String text) {
        return switch (random.nextInt(3)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
