package dev.steno.tui.viewer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The content views that a person chose, by media type. Any thread. */
public final class ViewChoices {
    /** Upper bound on the types that are kept; a server may invent any number. */
    private static final int MOST = 1_000;

    private final Map<String, String> chosen = new ConcurrentHashMap<>();

    /** Returns the name of the chosen view; null for the one that suits. */
    public @Nullable String of(String type) {
        return chosen.get(type);
    }

    /** Chooses a view; null for the one that suits. */
    public void choose(String type, @Nullable String view) {
        if (view == null) {
            chosen.remove(type);
        } else if (chosen.size() < MOST || chosen.containsKey(type)) {
            chosen.put(type, view);
        }
    }
}
