package dev.steno.cli.remote;

import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code steno status} says of scripts that have a problem, from the status of a Steno that runs. Pure functions. */
final class ScriptLines {
    /** Upper bound on the kinds of failures that are printed of each script. */
    private static final int MOST_KINDS = 3;

    /** With fewer calls, the first one, which loads classes, would count as the usual case. */
    private static final int LEAST_CALLS = 100;

    private ScriptLines() {}

    /**
     * Returns a line for each problem; none for scripts that work.
     *
     * @param slow the slow handlers, by the names of their addons
     */
    static List<String> of(List<Map<String, @Nullable Object>> scripts, List<Map<String, @Nullable Object>> slow) {
        List<String> lines = new ArrayList<>();
        for (Map<String, @Nullable Object> script : scripts) {
            String name = JsonTree.text(script, "name");
            String who = who(script);
            load(script, name, lines);
            List<Map<String, @Nullable Object>> kinds = JsonTree.objects(script.get("kinds"));
            String calls = Quantity.count(JsonTree.number(script, "calls"), "call");
            kinds.stream()
                    .limit(MOST_KINDS)
                    .forEach(kind -> lines.add(who + " fails at " + JsonTree.text(kind, "where") + ": "
                            + JsonTree.text(kind, "what") + "; "
                            + Quantity.count(JsonTree.number(kind, "count"), "failure") + ", " + calls
                            + " of the script since the start: " + remedy(script)));
            if (kinds.size() > MOST_KINDS) {
                lines.add(who + " fails in " + (kinds.size() - MOST_KINDS) + " more ways: steno status --json");
            }
            slow.stream()
                    .filter(each ->
                            JsonTree.text(each, "addon").equals(name) && JsonTree.number(each, "calls") >= LEAST_CALLS)
                    .forEach(each -> lines.add(who + " is slow at " + JsonTree.text(each, "hook") + ": "
                            + StatusCommand.times(each, " of all versions")
                            + ": let it do less there, or later (schedule)"));
        }
        return lines;
    }

    private static String who(Map<String, @Nullable Object> script) {
        String name = JsonTree.text(script, "name");
        return JsonTree.text(script, "kind").equals("script")
                ? name + " version " + JsonTree.number(script, "version")
                : name;
    }

    private static void load(Map<String, @Nullable Object> script, String name, List<String> lines) {
        String problem = JsonTree.text(script, "problem");
        long version = JsonTree.number(script, "version");
        if (!problem.isEmpty()) {
            lines.add((version == 0 ? name + " is stopped" : who(script) + " keeps running, as a newer one cannot")
                    + ": " + problem.replace("\n", "; ") + ": correct the file and save it");
        } else if (version == 0) {
            lines.add(name + " is stopped: steno call script.reload " + name + " starts it");
        }
    }

    private static String remedy(Map<String, @Nullable Object> script) {
        return switch (JsonTree.text(script, "kind")) {
            case "javascript" -> "correct the rule (--js) and start Steno again";
            case "program" -> "correct the program (--exec); its output is in the log";
            default -> "correct the script and save it";
        };
    }
}
