package dev.steno.tui.viewer;

import dev.steno.tui.line.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a part of some content. Immutable.
 *
 * @param lines not wrapped
 * @param body which part of the body they show at their end; null if there is none
 */
public record Excerpt(List<Line> lines, @Nullable BodyPart body) {
    /** Nothing was read yet. */
    public static final Excerpt EMPTY = new Excerpt(List.of(), null);

    public Excerpt {
        lines = List.copyOf(lines);
    }

    /** Lines without a body. */
    public static Excerpt of(List<Line> lines) {
        return new Excerpt(lines, null);
    }
}
