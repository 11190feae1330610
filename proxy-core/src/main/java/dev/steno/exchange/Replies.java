package dev.steno.exchange;

import dev.steno.exchange.head.ErrorPage;
import dev.steno.exchange.head.Framing;
import dev.steno.exchange.head.WebSocketOffer;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocketSource;

/** Sends the responses of an exchange that are not its server's: answers and error pages. On the exchange's event loop. */
final class Replies {
    private final ExchangeScope exchange;
    private final RequestTransfer request;
    private final ResponseTransfer response;
    private boolean given;

    Replies(ExchangeScope exchange, RequestTransfer request, ResponseTransfer response) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
    }

    /** Whether the exchange's response is one of these. */
    boolean wasGiven() {
        return given;
    }

    /**
     * Sends an answer in place of the server's response. If no response has arrived, the answer takes its way through the
     * hooks; otherwise it was decided upon there, and is sent at once.
     *
     * @param by who answers; empty if that is not noted
     */
    void answer(HttpResponse answer, String by) {
        given = true;
        LiveFlow flow = exchange.flow;
        if (!by.isEmpty()) {
            flow.setAnsweredBy(by);
        }
        boolean replaces = response.stage() != TransferStage.AWAITING_HEAD;
        if (flow.response() != null && flow.response().status() == 101) {
            exchange.wire.abortUpstream(); // its server would go on with the other protocol
        }
        if (replaces || !request.giveTo(answer.body())) {
            discardRequest();
        }
        if (exchange.flow.isClosed()) {
            return;
        }
        boolean bodiless = Framing.isBodiless(flow.request().method(), answer.status());
        long now = Times.now();
        HttpResponse head = new HttpResponse(
                answer.version(),
                answer.status(),
                answer.reason(),
                Framing.forAnswer(answer, flow.request().method()),
                null,
                Body.NONE,
                now,
                Times.UNSET);
        if (replaces) {
            response.replace(head, bodiless ? Body.NONE : answer.body(), bodiless ? null : answer.trailers());
        } else {
            response.receiveAnswer(head, bodiless ? Body.NONE : answer.body(), bodiless ? null : answer.trailers());
        }
    }

    /** Accepts a WebSocket whose server a handler gives. Deferred, since the request's end may follow in the same read. */
    void acceptWebSocket(HttpResponse answer, String by, WebSocketSource server) {
        exchange.flow.setAnsweredBy(by);
        discardRequest();
        exchange.soon(() -> {
            HttpRequest asked = exchange.flow.request();
            if (exchange.flow.isClosed()) {
                return;
            }
            if (response.stage() != TransferStage.AWAITING_HEAD || !WebSocketOffer.isOffered(asked)) {
                String why = by + " accepted a WebSocket that the client does not wait for";
                errorPage(502, new FlowError(FlowError.Step.ADDON, why, Times.now()));
                return;
            }
            exchange.wire.playServer(server);
            response.receiveAnswer(WebSocketOffer.accepted(asked, answer), Body.NONE, null);
        });
    }

    /** Sends an error page and records the error. The page itself is not recorded, since no server sent it. */
    void errorPage(int status, FlowError error) {
        given = true;
        exchange.wire.abortUpstream();
        if (response.stage() != TransferStage.AWAITING_HEAD) {
            response.truncate();
        }
        LiveFlow flow = exchange.flow;
        flow.setError(error);
        HttpResponse page = ErrorPage.of(status, error, flow.id());
        request.discardRest();
        response.replaceWith(page, flow.request().method().equals("HEAD") ? new byte[0] : Framing.bytes(page.body()));
        if (!exchange.flow.isClosed()) {
            exchange.wire.holdRequest(false);
            exchange.finishIfBothEnded();
        }
    }

    /** The rest of the request is read and released, unless it was sent completely. */
    private void discardRequest() {
        request.discardRest();
        exchange.wire.holdRequest(false);
    }
}
