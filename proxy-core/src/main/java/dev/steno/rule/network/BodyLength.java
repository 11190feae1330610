package dev.steno.rule.network;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;

/** The length of a body as its head announces it. Pure functions. */
final class BodyLength {
    private BodyLength() {}

    /** The bytes of the message in this direction; -1 if they are not known. */
    static long of(Flow flow, Direction direction) {
        if (!(flow instanceof HttpFlow http)) {
            return -1;
        }
        if (direction.isFromClient()) {
            return of(http.request().headers());
        }
        return http.response() == null ? -1 : of(http.response().headers());
    }

    private static long of(Headers headers) {
        String length = headers.get("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }
}
