package dev.steno.edit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.steno.addon.FlowActionException;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/** Flows to edit, and what became of them. */
final class Edits {
    private static final Endpoint LOCAL = new Endpoint("127.0.0.1", 1);

    private Edits() {}

    static HttpFlow flow(HttpRequest request, HttpResponse response) {
        Peer client = new Peer(1, LOCAL, LOCAL, null, 1, -1, -1, null, null);
        return new HttpFlow(
                1, 3, FlowState.COMPLETE, 1, 1, client, null, request, response, List.of(), null, Notes.NONE, null);
    }

    static HttpFlow flow(HttpRequest request) {
        return flow(request, null);
    }

    static HttpFlow answered(HttpResponse response) {
        return flow(request("HTTP/1.1", Headers.of("Host", "a.test"), Body.NONE), response);
    }

    static HttpRequest request(String version, Headers headers, Body body) {
        return new HttpRequest("POST", "http", "a.test", 80, "/x", version, headers, null, body, 1, 2);
    }

    static HttpResponse response(String version, int status, Headers headers, Body body) {
        return new HttpResponse(version, status, version.equals("HTTP/1.1") ? "OK" : "", headers, null, body, 1, 2);
    }

    static Body body(String text) {
        return new Body.Inline(text.getBytes(UTF_8));
    }

    static EditOp text(String text) {
        return new EditOp.NewBody(text, null, false);
    }

    static HttpRequest request(HttpFlow flow, EditOp... operations) {
        return MessageEdit.apply(List.of(operations), flow, MessagePart.REQUEST).request();
    }

    static HttpResponse response(HttpFlow flow, EditOp... operations) {
        return MessageEdit.apply(List.of(operations), flow, MessagePart.RESPONSE)
                .response();
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            HttpFlow flow, MessagePart part, EditOp... operations) {
        return Assertions.assertThatThrownBy(() -> MessageEdit.apply(List.of(operations), flow, part))
                .isInstanceOfSatisfying(
                        FlowActionException.class,
                        e -> Assertions.assertThat(e.reason()).isEqualTo(FlowActionException.Reason.INVALID));
    }
}
