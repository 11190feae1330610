package dev.steno.tui.viewer;

import java.util.List;

/**
 * A part of a body, as it is shown. Immutable.
 *
 * @param key by which the choice of a view is kept
 * @param view the name of the view
 * @param fitting the names of the views that suit it, best first
 * @param firstLine the index of its first line in the excerpt
 * @param before offset of the part before this one
 * @param begin offset of its first byte, without content codings
 * @param end offset behind its last byte
 * @param more whether another part follows
 */
public record BodyPart(
        String key, String view, List<String> fitting, int firstLine, long before, long begin, long end, boolean more) {
    public BodyPart {
        fitting = List.copyOf(fitting);
    }

    boolean isHex() {
        return view.equals("hex");
    }
}
