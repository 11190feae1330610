package dev.steno.rule.action;

import dev.steno.flow.Headers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields while they are changed: keeps the place and the case of what was removed. A removal does not concern what was added. For one thread. */
final class HeaderDraft {
    private final List<String> names = new ArrayList<>();
    private final List<@Nullable String> values = new ArrayList<>(); // null for one that was removed
    private final Map<Integer, List<String>> added = new HashMap<>(); // by their place
    private final int present;
    private final Map<String, Integer> places = new HashMap<>(); // of removed names, by lower case
    private final boolean framed;

    HeaderDraft(Headers from, String version) {
        framed = RuleFields.isFramed(version);
        for (int i = 0; i < from.size(); i++) {
            names.add(from.name(i));
            values.add(from.value(i));
        }
        present = from.size();
    }

    /** @param cookie if not empty, only Set-Cookie fields that set this cookie are removed */
    void remove(String name, String cookie) {
        boolean host = name.equalsIgnoreCase("Host");
        for (int i = 0; i < present; i++) {
            String value = values.get(i);
            boolean named =
                    names.get(i).equalsIgnoreCase(name) || host && names.get(i).equals(":authority");
            if (named && value != null && (cookie.isEmpty() || sets(value, cookie))) {
                values.set(i, null);
                places.putIfAbsent(key(name), i);
            }
        }
    }

    void add(String name, String value) {
        Integer place = places.get(key(name));
        if (place == null) {
            names.add(framed ? name.toLowerCase(Locale.ROOT) : name);
            values.add(value);
        } else {
            added.computeIfAbsent(place, at -> new ArrayList<>(1)).add(value);
        }
    }

    Headers done() {
        Headers.Builder all = Headers.builder(names.size());
        for (int i = 0; i < names.size(); i++) {
            String value = values.get(i);
            if (value != null) {
                all.add(names.get(i), value);
            }
            for (String more : added.getOrDefault(i, List.of())) {
                all.add(names.get(i), more);
            }
        }
        return all.build();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean sets(String field, String cookie) {
        int end = field.indexOf('=');
        return end >= 0 && field.substring(0, end).strip().equals(cookie);
    }
}
