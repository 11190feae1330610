package dev.steno.cli.run;

import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said at the start of the options and decisions that a resumed session brings along. */
final class ResumeNotice {
    private static final int SHOWN = 10;
    private static final int VALUE = 100;

    private ResumeNotice() {}

    /**
     * A line for each thing, none where the session brings nothing along.
     *
     * @param options what the session says of options, by name
     * @param passed how many clients to pass through it names that this home did not decide, or all where they apply
     * @param apply whether they apply
     */
    static List<String> lines(Map<String, String> options, int passed, boolean apply) {
        List<String> lines = new ArrayList<>();
        if (!options.isEmpty()) {
            String named = new TreeMap<>(options)
                    .entrySet().stream()
                            .limit(SHOWN)
                            .map(each -> cut(each.getKey()) + " " + cut(each.getValue()))
                            .collect(Collectors.joining(", "));
            lines.add("the session says: " + named
                    + (options.size() > SHOWN ? " and " + (options.size() - SHOWN) + " more" : "")
                    + (apply
                            ? "; this applies where nothing else says otherwise (--session-options apply)"
                            : "; this does not apply: to have it apply, start with --session-options apply"));
        }
        if (passed > 0) {
            lines.add("the session names " + Quantity.count(passed, "client")
                    + (apply
                            ? " to pass through unread (--session-options apply); steno passthrough lists them"
                            : " to pass through that this home did not decide on, which are read all the same; steno"
                                    + " passthrough lists them, and --session-options apply heeds them"));
        }
        return lines;
    }

    private static String cut(String text) {
        return Printable.line(text.length() > VALUE ? text.substring(0, VALUE) + "…" : text);
    }
}
