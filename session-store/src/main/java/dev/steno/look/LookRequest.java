package dev.steno.look;

import dev.steno.content.view.ContentView;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * How a body is to be looked at. Immutable.
 *
 * @param view null for the one that suits the body
 * @param offset of the first byte, without content codings
 * @param limit upper bound on the bytes that are looked at, up to {@link #MOST}
 * @param charset null for the one that the body declares or looks like
 * @param spans whether lines are spans, at most {@link #LINE} chars long each; otherwise they are one text, in which a line may
 *     have any length
 */
public record LookRequest(
        @Nullable ContentView view,
        long offset,
        int limit,
        @Nullable Charset charset,
        boolean spans) {
    /** Upper bound on the bytes that are looked at. */
    public static final int MOST = 8 << 20;

    /** Chars of a line that a page can show as an element; the rest is counted. */
    public static final int LINE = 10_000;

    /** The first bytes by the view that suits them. */
    public static final LookRequest USUAL = new LookRequest(null, 0, MOST, null, true);

    public LookRequest {
        if (offset < 0 || limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a look at " + limit + " bytes from " + offset);
        }
    }
}
