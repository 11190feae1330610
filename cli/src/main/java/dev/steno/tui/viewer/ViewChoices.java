package dev.steno.tui.viewer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The content views that a person chose, by media type or kind of message. Any thread. */
public final class ViewChoices {
    /** Upper bound on the choices that are kept; a server may invent any number of types. */
    private static final int MOST = 1_000;

    private final Map<String, String> chosen = new ConcurrentHashMap<>();

    /** Returns the name of the chosen view; null for the one that suits. */
    public @Nullable String of(String key) {
        return chosen.get(key);
    }

    /** Chooses a view; null for the one that suits. */
    public void choose(String key, @Nullable String view) {
        if (view == null) {
            chosen.remove(key);
        } else if (chosen.size() < MOST || chosen.containsKey(key)) {
            chosen.put(key, view);
        }
    }
}
