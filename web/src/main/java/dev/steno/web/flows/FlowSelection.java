package dev.steno.web.flows;

import dev.steno.filter.FilterParser;
import dev.steno.flow.FlowNumber;
import dev.steno.option.ValueException;
import dev.steno.view.FlowSpec;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.session.FilterParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads which flows a request is about: {@code @shown} and the other names, numbers and ranges of them such as
 * {@code 3,5-9}, or a filter. Pure; any thread.
 */
public final class FlowSelection {
    private static final String ONE = "[0-9]{1,18}(?:\\.[0-9]{1,18})?";

    private static final Pattern NUMBERS = Pattern.compile("ONE(?:-ONE)?(?:,ONE(?:-ONE)?)*".replace("ONE", ONE));

    private FlowSelection() {}

    /**
     * Returns the selection.
     *
     * @throws ApiProblem 400 if the text is none, with the column if it is a filter with an error
     */
    public static FlowSpec parse(String text) {
        String numbers = text.startsWith("@") ? text.substring(1) : text;
        if (NUMBERS.matcher(numbers).matches()) {
            return numbers(numbers);
        }
        if (text.isBlank()) {
            throw ApiProblem.badRequest("set is missing: " + FlowSpec.TYPE.accepted());
        }
        if (!text.startsWith("@")) {
            return new FlowSpec.Matching(FilterParameter.parse(text));
        }
        try {
            return FlowSpec.parse(text);
        } catch (ValueException e) {
            throw ApiProblem.badRequest("set: " + e.getMessage());
        }
    }

    private static FlowSpec numbers(String text) {
        List<Long> flows = new ArrayList<>();
        List<String> filters = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            if (dash < 0) {
                flows.add(number(part));
                filters.add("id = " + part);
            } else {
                filters.add("(id >= " + part.substring(0, dash) + " & id <= " + part.substring(dash + 1) + ")");
            }
        }
        return filters.size() == flows.size()
                ? new FlowSpec.Ids(flows)
                : new FlowSpec.Matching(FilterParser.parse(String.join(" | ", filters)));
    }

    private static long number(String text) {
        return FlowNumber.parse(text)
                .orElseThrow(() -> ApiProblem.badRequest("set: " + text + " is not the number of a flow"));
    }
}
