package dev.steno.text;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;

/** x */
public final class BodyText {
    private BodyText() {}

    /** The first lines of a body. */
    public static String head(Body body, Headers headers) {
        return "(" + Quantity.bytes(body.trueSize()) + ")";
    }
}
