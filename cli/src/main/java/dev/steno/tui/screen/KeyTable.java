package dev.steno.tui.screen;

import java.util.List;

/**
 * The keys of one place: the only list of them, from which keys are looked up, and the page of keys and the documentation
 * are made. Immutable.
 *
 * @param place a heading, such as "List of flows"
 * @param <S> the type of the screen
 */
public record KeyTable<S>(String place, List<Binding<S>> rows) {
    public KeyTable {
        rows = List.copyOf(rows);
    }

    /** Returns a table. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the rows are only read
    public static <S> KeyTable<S> of(String place, Binding<S>... rows) {
        return new KeyTable<>(place, List.of(rows));
    }

    /** Does what a key, or a sequence of keys, means for a screen. */
    public Pressed press(S screen, String key, Desk desk) {
        Pressed pressed = Pressed.UNUSED;
        for (Binding<S> row : rows) {
            if (row.keys().contains(key)) {
                String refusal = row.refusal().apply(screen);
                if (refusal == null) {
                    row.action().accept(screen);
                } else {
                    desk.say(refusal);
                }
                return Pressed.DONE;
            }
            if (row.keys().stream().anyMatch(each -> each.startsWith(key + " "))) {
                pressed = Pressed.PREFIX;
            }
        }
        return pressed;
    }
}
