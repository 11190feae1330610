package dev.steno.text;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much of a body arrived, and how much of that was recorded. Immutable.
 *
 * @param announced the body's Content-Length if it did not arrive completely; 0 if it did, or none was sent
 */
public record Arrival(Body body, long announced) {

    /** The arrival of the request's body, or of the response's. */
    public static Arrival of(HttpFlow flow, boolean ofRequest) {
        HttpResponse response = flow.response();
        if (ofRequest || response == null) {
            return new Arrival(
                    flow.request().body(),
                    missing(flow, flow.request().body(), flow.request().headers()));
        }
        boolean bodiless = flow.request().method().equals("HEAD") || response.status() == 304;
        return new Arrival(response.body(), bodiless ? 0 : missing(flow, response.body(), response.headers()));
    }

    private static long missing(HttpFlow flow, Body body, Headers headers) {
        boolean ended = body instanceof Body.Stored stored
                ? stored.complete()
                : flow.state() == FlowState.COMPLETE || flow.state() == FlowState.OPEN;
        String length = headers.get("content-length");
        long announced = length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
        return !ended && announced > body.trueSize() ? announced : 0;
    }

    /** Whether the end of the body was received. */
    public boolean isComplete() {
        return announced == 0 && !(body instanceof Body.Stored stored && !stored.complete());
    }

    /** What is missing of the body, as a sentence; null if nothing is. */
    public @Nullable String lack() {
        if (body.size() < body.trueSize()) {
            return String.format(Locale.ROOT, "the record has %,d of %,d bytes", body.size(), body.trueSize());
        }
        if (isComplete()) {
            return null;
        }
        return announced > 0
                ? String.format(Locale.ROOT, "%,d of %,d bytes arrived", body.trueSize(), announced)
                : String.format(Locale.ROOT, "the body is incomplete: %,d bytes arrived", body.trueSize());
    }
}
