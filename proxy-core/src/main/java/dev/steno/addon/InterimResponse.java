package dev.steno.addon;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;

/**
 * An interim response with the flow that it belongs to. Immutable.
 *
 * @param flow as it is now, without this response
 * @param response has no body; its status is 100 to 199, and not 101
 */
public record InterimResponse(HttpFlow flow, HttpResponse response) {

    /** Returns a copy with another response. */
    public InterimResponse withResponse(HttpResponse next) {
        return new InterimResponse(flow, next);
    }

    /** Returns a copy with another flow, whose notes are taken over. */
    public InterimResponse withFlow(HttpFlow next) {
        return new InterimResponse(next, response);
    }
}
