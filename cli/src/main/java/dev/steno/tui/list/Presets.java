package dev.steno.tui.list;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filters with a name: those of a person, and those that everybody has. As a file, a line for each: {@code name = filter}.
 * Immutable.
 *
 * @param own those of the person, in the order in which they were named
 */
record Presets(Map<String, String> own) {
    /** The name of their file. */
    static final String FILE = "filters.txt";

    private static final Map<String, String> COMMON = new LinkedHashMap<>();

    static {
        COMMON.put("errors", "~e | status >= 400");
        COMMON.put("data", "type ~ json");
        COMMON.put("doc", "type = text/html");
        COMMON.put("js", "type ~ javascript");
        COMMON.put("css", "type = text/css");
        COMMON.put("img", "type ~ ^image/");
        COMMON.put("font", "type ~ font");
        COMMON.put("media", "type ~ \"^(audio|video)/\"");
        COMMON.put("ws", "~websocket");
        COMMON.put("grpc", "type ~ grpc");
    }

    Presets {
        own = new LinkedHashMap<>(own);
    }

    /** Reads lines; those that are not a name and a filter are left out. */
    static Presets of(List<String> lines) {
        Map<String, String> own = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            String filter = line.substring(equals + 1).strip();
            if (isName(name) && !filter.isEmpty()) {
                own.put(name, filter);
            }
        }
        return new Presets(own);
    }

    List<String> lines() {
        return own.entrySet().stream()
                .map(each -> each.getKey() + " = " + each.getValue())
                .toList();
    }

    /** Whether a text can be a name: letters, digits, hyphens and underscores. */
    static boolean isName(String text) {
        return text.matches("[\\w-]{1,40}");
    }

    /** Returns the filter with a name, that of the person first; null if there is none. */
    @Nullable
    String filter(String name) {
        String mine = own.get(name);
        return mine == null ? COMMON.get(name) : mine;
    }

    /** Returns all names, those of the person first. */
    List<String> names() {
        List<String> names = new ArrayList<>(own.keySet());
        COMMON.keySet().stream().filter(name -> !own.containsKey(name)).forEach(names::add);
        return names;
    }

    /** Returns presets with another filter for a name; without the name if the filter is empty. */
    Presets with(String name, String filter) {
        Map<String, String> next = new LinkedHashMap<>(own);
        if (filter.isBlank()) {
            next.remove(name);
        } else {
            next.put(name, filter.strip());
        }
        return new Presets(next);
    }
}
