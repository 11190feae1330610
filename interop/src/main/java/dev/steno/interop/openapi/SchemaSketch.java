package dev.steno.interop.openapi;

import dev.steno.stats.PathTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What values had in common that stood at one place: their types, members, formats, and the few values that there were (JSON
 * Schema 2020-12). For one thread.
 */
final class SchemaSketch {
    /** Upper bound on the members of an object that are told apart. */
    private static final int MEMBERS = 300;

    /** Upper bound on the values of an enumeration. */
    private static final int VALUES = 8;

    /** Upper bound on the characters of a value that is shown. */
    private static final int LONGEST = 64;

    private static final Map<String, Pattern> FORMATS = Map.of(
            "date-time", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)"),
            "date", Pattern.compile("\\d{4}-\\d\\d-\\d\\d"),
            "uuid", Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
            "email", Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+"),
            "uri", Pattern.compile("https?://[!-~]+"));

    private final SketchBudget budget;
    private final Set<String> types = new TreeSet<>();
    private final Map<String, SchemaSketch> members = new LinkedHashMap<>();

    /** Members whose names are numbers or ids. */
    private @Nullable SchemaSketch others;

    private @Nullable SchemaSketch items;
    private boolean moreMembers;
    private long seen;
    private long objects;
    private long strings;
    private @Nullable Set<String> values = new LinkedHashSet<>();
    private @Nullable String example;
    private @Nullable String format;

    SchemaSketch(SketchBudget budget) {
        this.budget = budget;
    }

    /** How many values there were. */
    long seen() {
        return seen;
    }

    /** Counts a value that is null, a boolean or a number. */
    void scalar(String type) {
        seen++;
        types.add(type);
    }

    /** Counts a string. */
    void string(String value) {
        String now = format(value);
        format = strings == 0 ? now : now.equals(format) ? format : "";
        seen++;
        strings++;
        types.add("string");
        boolean shown = value.length() <= LONGEST;
        if (example == null && shown) {
            example = value;
        }
        if (values != null) {
            values.add(value);
            if (!shown || values.size() > VALUES) {
                values = null;
            }
        }
    }

    /** Counts a text of a URL or a form, which may be a number. */
    void text(String value) {
        if (value.matches("-?\\d{1,15}")) {
            scalar("integer");
        } else {
            string(value);
        }
    }

    private static String format(String value) {
        for (Map.Entry<String, Pattern> each : FORMATS.entrySet()) {
            if (value.length() <= 2_000 && each.getValue().matcher(value).matches()) {
                return each.getKey();
            }
        }
        return "";
    }

    /** Counts an object, whose members follow. */
    void object() {
        scalar("object");
        objects++;
    }

    /** Returns the sketch of a member's values; null if there is no room for it. */
    @Nullable
    SchemaSketch member(String name) {
        if (!PathTemplate.of(name).equals(name)) {
            others = others == null && budget.take() ? new SchemaSketch(budget) : others;
            return others;
        }
        SchemaSketch member = members.get(name);
        if (member == null && members.size() < MEMBERS && budget.take()) {
            member = new SchemaSketch(budget);
            members.put(name, member);
        }
        moreMembers |= member == null;
        return member;
    }

    /** Counts an array, whose elements follow. */
    void array() {
        scalar("array");
    }

    /** Returns the sketch of the elements of arrays; null if there is no room for it. */
    @Nullable
    SchemaSketch element() {
        items = items == null && budget.take() ? new SchemaSketch(budget) : items;
        return items;
    }

    /** Returns the schema as JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Set<String> named = new TreeSet<>(types);
        if (named.contains("number")) {
            named.remove("integer"); // which is a number too
        }
        if (!named.isEmpty()) {
            json.put("type", named.size() == 1 ? named.iterator().next() : new ArrayList<>(named));
        }
        if (strings > 0 && format != null && !format.isEmpty()) {
            json.put("format", format);
        }
        // few values by chance are no enumeration
        if (values != null
                && strings == seen
                && strings >= 2L * values.size() + 2
                && format != null
                && format.isEmpty()) {
            json.put("enum", new ArrayList<>(values));
        } else if (example != null) {
            json.put("examples", List.of(example));
        }
        if (objects > 0) {
            object(json);
        }
        if (types.contains("array")) {
            json.put("items", items == null ? Map.of() : items.json());
        }
        return json;
    }

    private void object(Map<String, Object> json) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        members.forEach((name, member) -> {
            properties.put(name, member.json());
            if (member.seen == objects) {
                required.add(name);
            }
        });
        if (!properties.isEmpty()) {
            json.put("properties", properties);
        }
        if (!required.isEmpty()) {
            json.put("required", required);
        }
        if (others != null) {
            json.put("additionalProperties", others.json());
        } else if (moreMembers) {
            json.put("additionalProperties", true);
        }
    }
}
