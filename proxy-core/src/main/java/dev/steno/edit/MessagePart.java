package dev.steno.edit;

import dev.steno.flow.Hold;

/** One of the two messages of a flow. */
public enum MessagePart {
    REQUEST,
    RESPONSE;

    /** The message that is held. */
    public static MessagePart of(Hold.Point point) {
        return point.isRequest() ? REQUEST : RESPONSE;
    }
}
