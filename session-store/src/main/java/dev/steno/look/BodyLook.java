package dev.steno.look;

import dev.steno.content.view.ContentView;
import dev.steno.content.view.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body, or a part of it, as a view shows it. Immutable.
 *
 * @param view the view that was used
 * @param fitting the views that suit the body, best first
 * @param lines the spans of each line; empty if one text was asked for
 * @param text the lines, each with its line feed; empty if spans were asked for
 * @param truncated whether the view's output was cut, or more of the body follows
 * @param omitted lines at the end of the view's output that were left out, since it would be too large or took too long
 * @param problem why the body is not shown as it should be, as a sentence; null if it is
 * @param charset by which bytes were read as text
 * @param decodedFrom the content codings that were removed, in the order of their application
 * @param shown bytes that were looked at, without content codings
 * @param size bytes that are recorded, with content codings
 */
public record BodyLook(
        ContentView view,
        List<ContentView> fitting,
        List<List<Span>> lines,
        String text,
        boolean truncated,
        long omitted,
        @Nullable String problem,
        String charset,
        List<String> decodedFrom,
        long shown,
        long size) {}
