package dev.steno.tui.screen;

import dev.steno.tui.line.Line;
import java.util.List;

/**
 * One thing that the terminal user interface shows. Its state is changed by keys and by what it has read; its lines are
 * a function of that state. All methods are called on the interface's thread and must not block.
 */
public interface Screen {

    /** Returns its name among the breadcrumbs, in a few words. */
    String title();

    /** Returns at most {@code height} lines; each is cut or filled to {@code width} cells by the caller. Pure. */
    List<Line> lines(int width, int height);

    /** Returns what the right of the first line says, such as the filter. Pure. */
    default Line heading() {
        return Line.EMPTY;
    }

    /** Returns the tables of the keys that hold here, the most important first, for the page of keys and the bottom line. */
    List<KeyTable<?>> keys();

    /** Does what a key means here, by {@link KeyTable#press}. */
    Pressed press(String key);

    /**
     * Does what a line of the command line says, if only this screen knows its name.
     *
     * @param line what follows the name
     * @return whether it does
     */
    default boolean run(String name, String line) {
        return false;
    }

    /** Called before each frame with the size that the lines will have: starts to read what they lack. */
    default void prepare(int width, int height) {}

    /** Called when the screen was closed. */
    default void closed() {}
}
