package dev.steno.mock.answer;

import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Recorded flows that have no response to send: why, as sentences for people. Stateless. */
public final class RecordedFailure {
    private RecordedFailure() {}

    /**
     * Why a flow has no response that can be sent again; null if it has, such as one that is an {@link UnendedStream}. The sentence
     * continues "the recorded flow".
     */
    public static @Nullable String of(HttpFlow flow) {
        HttpResponse response = flow.response();
        FlowError error = flow.error();
        if (response == null) {
            return error == null ? "ended without a response" : "failed: " + error.message();
        }
        if (flow.webSocket() != null || UnendedStream.isRecorded(flow)) {
            return null;
        }
        if (response.status() < 200) {
            return "switched to another protocol, which a mock does not speak";
        }
        Body body = response.body();
        if (body.size() < body.trueSize()) {
            return "has a body of which only " + body.size() + " of " + body.trueSize()
                    + " bytes were recorded (--body-limit)";
        }
        if (body instanceof Body.Stored stored && !stored.complete() || error != null && endedEarly(error)) {
            return error == null ? "has a body that ended early" : "has a body that ended early: " + error.message();
        }
        return null;
    }

    private static boolean endedEarly(FlowError error) {
        return switch (error.step()) {
            case RELAY, RESPONSE -> true;
            // the exchange went on after these, or they concern the record
            case REQUEST, CLIENT_TLS, RESOLVE, CONNECT, SERVER_TLS, SEND, ADDON, STORE -> false;
        };
    }
}
