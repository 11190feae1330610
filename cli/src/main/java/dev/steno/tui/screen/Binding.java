package dev.steno.tui.screen;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of keys. Immutable.
 *
 * @param keys names of keys, each of which does the same: {@code j}, {@code down}, {@code ctrl-d}, {@code space}, or a
 *     sequence such as {@code y c}
 * @param help what it does, in a few words, as on the page of keys
 * @param label one or two words for the bottom line; empty if it is not shown there
 * @param refusal why it can do nothing now, as a sentence; null if it can
 * @param <S> the type of the screen
 */
public record Binding<S>(
        List<String> keys, String help, String label, Consumer<S> action, Function<S, @Nullable String> refusal) {
    public Binding {
        keys = List.copyOf(keys);
    }

    /**
     * Returns a row.
     *
     * @param keys separated by a comma and a space
     */
    public static <S> Binding<S> of(String keys, String help, Consumer<S> action) {
        return new Binding<>(List.of(keys.split(", ")), help, "", action, screen -> null);
    }

    /** Returns the row with a label for the bottom line. */
    public Binding<S> inBar(String other) {
        return new Binding<>(keys, help, other, action, refusal);
    }

    /** Returns the row with a condition, which returns why the key can do nothing now, or null if it can. */
    public Binding<S> unless(Function<S, @Nullable String> other) {
        return new Binding<>(keys, help, label, action, other);
    }
}
