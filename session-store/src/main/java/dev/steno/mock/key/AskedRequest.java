package dev.steno.mock.key;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;

/** The request of a recorded flow as its client sent it, which is what clients of a mock send. Stateless. */
public final class AskedRequest {
    private AskedRequest() {}

    /** Returns the request before rules changed it; if none did, with the edits of people. */
    public static HttpRequest of(HttpFlow recorded) {
        HttpFlow original = recorded.original();
        return original != null && isByRules(recorded) ? original.request() : recorded.request();
    }

    /** Whether rules changed the request, so that the columns of its flow do not tell what its client asked for. */
    public static boolean isRewritten(HttpFlow recorded) {
        HttpFlow original = recorded.original();
        return original != null && isByRules(recorded) && !original.request().equals(recorded.request());
    }

    private static boolean isByRules(HttpFlow recorded) {
        return recorded.notes().metadata().containsKey(Notes.RULES);
    }
}
