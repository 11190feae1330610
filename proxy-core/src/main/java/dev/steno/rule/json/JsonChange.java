package dev.steno.rule.json;

import dev.steno.rule.json.JsonPath.Step;
import dev.steno.rule.json.JsonValues.Place;
import java.util.ArrayList;
import java.util.List;

/** Changes of values in a valid JSON text; all else stays as it is written. Pure functions. */
public final class JsonChange {
    private JsonChange() {}

    /** One replacement in the text. */
    private record Cut(int from, int to, String with) {}

    /**
     * Sets values. A member that an object lacks is added; so is the element after the last of an array. Other paths that
     * lead nowhere change nothing.
     */
    public static String set(String text, JsonPath path, String value) {
        List<Cut> cuts = new ArrayList<>();
        for (Place root : JsonValues.top(text)) {
            set(text, root, path.steps(), value, cuts);
        }
        return applied(text, cuts);
    }

    private static void set(String text, Place at, List<Step> steps, String value, List<Cut> cuts) {
        if (steps.isEmpty()) {
            cuts.add(new Cut(at.start(), at.end(), value));
            return;
        }
        List<Place> content = JsonValues.content(text, at);
        List<Place> found = found(text, at, content, steps.get(0));
        for (Place place : found) {
            set(text, place, steps.subList(1, steps.size()), value, cuts);
        }
        if (found.isEmpty() && steps.size() == 1) {
            add(text, at, content, steps.get(0), value, cuts);
        }
    }

    private static void add(String text, Place at, List<Place> content, Step step, String value, List<Cut> cuts) {
        char open = text.charAt(at.start());
        String member;
        if (open == '{' && !step.all()) {
            member = JsonValues.quoted(step.name()) + ":" + value;
        } else if (open == '[' && (step.index() == content.size() || step.name().equals("-"))) {
            member = value;
        } else {
            return;
        }
        int end = content.isEmpty()
                ? at.start() + 1
                : content.get(content.size() - 1).end();
        cuts.add(new Cut(end, end, content.isEmpty() ? member : "," + member));
    }

    /** The members or elements of a value to which a step leads. */
    static List<Place> found(String text, Place at, List<Place> content, Step step) {
        if (step.all()) {
            return content;
        }
        if (text.charAt(at.start()) == '[') {
            return step.index() >= 0 && step.index() < content.size() ? List.of(content.get(step.index())) : List.of();
        }
        return content.stream()
                .filter(place -> place.name().equals(step.name()))
                .toList();
    }

    /** Removes members and elements; the root is not removed. */
    public static String remove(String text, JsonPath path) {
        List<Cut> cuts = new ArrayList<>();
        if (!path.steps().isEmpty()) {
            for (Place root : JsonValues.top(text)) {
                remove(text, root, path.steps(), cuts);
            }
        }
        return applied(text, cuts);
    }

    private static void remove(String text, Place at, List<Step> steps, List<Cut> cuts) {
        List<Place> content = JsonValues.content(text, at);
        List<Place> found = found(text, at, content, steps.get(0));
        if (steps.size() > 1) {
            found.forEach(place -> remove(text, place, steps.subList(1, steps.size()), cuts));
            return;
        }
        boolean keptBefore = false;
        for (int i = 0; i < content.size(); i++) {
            Place place = content.get(i);
            if (!found.contains(place)) {
                keptBefore = true;
            } else if (keptBefore) { // with the comma before it
                cuts.add(new Cut(content.get(i - 1).end(), place.end(), ""));
            } else {
                int to = i + 1 < content.size() ? content.get(i + 1).from() : place.end();
                cuts.add(new Cut(place.from(), to, ""));
            }
        }
    }

    /** Merges a patch into values (RFC 7396). */
    public static String merge(String text, JsonPath path, String patch) {
        List<Cut> cuts = new ArrayList<>();
        for (Place root : JsonValues.top(text)) {
            merge(text, root, path.steps(), patch, cuts);
        }
        return applied(text, cuts);
    }

    private static void merge(String text, Place at, List<Step> steps, String patch, List<Cut> cuts) {
        if (steps.isEmpty()) {
            cuts.add(new Cut(at.start(), at.end(), merged(text.substring(at.start(), at.end()), patch)));
            return;
        }
        List<Place> content = JsonValues.content(text, at);
        List<Place> found = found(text, at, content, steps.get(0));
        found.forEach(place -> merge(text, place, steps.subList(1, steps.size()), patch, cuts));
        if (found.isEmpty() && steps.size() == 1) {
            add(text, at, content, steps.get(0), merged("null", patch), cuts);
        }
    }

    private static String merged(String value, String patch) {
        Place root = JsonValues.top(patch).get(0);
        if (patch.charAt(root.start()) != '{') {
            return patch.substring(root.start(), root.end());
        }
        String result = value.startsWith("{") ? value : "{}";
        for (Place member : JsonValues.content(patch, root)) {
            String given = patch.substring(member.start(), member.end());
            JsonPath path = new JsonPath(List.of(new Step(member.name(), -1, false)));
            result = given.equals("null")
                    ? remove(result, path)
                    : given.startsWith("{") ? merge(result, path, given) : set(result, path, given);
        }
        return result;
    }

    /** @param cuts in the order of their places, not overlapping */
    private static String applied(String text, List<Cut> cuts) {
        StringBuilder changed = new StringBuilder(text.length());
        int at = 0;
        for (Cut cut : cuts) {
            changed.append(text, at, cut.from()).append(cut.with());
            at = cut.to();
        }
        return changed.append(text, at, text.length()).toString();
    }
}
