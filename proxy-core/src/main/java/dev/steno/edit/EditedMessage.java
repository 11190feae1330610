package dev.steno.edit;

import static dev.steno.edit.FieldRules.invalid;

import dev.steno.exchange.head.Framing;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import org.jspecify.annotations.Nullable;

/** What requests and responses have in common, so that an operation can change either. Immutable. */
sealed interface EditedMessage {

    /** @throws dev.steno.addon.FlowActionException if the flow has no such message */
    static EditedMessage of(HttpFlow flow, MessagePart part) {
        if (part == MessagePart.REQUEST) {
            return new OfRequest(flow, flow.request());
        }
        HttpResponse response = flow.response();
        if (response == null) {
            throw invalid("flow " + flow.id() + " has no response");
        }
        return new OfResponse(flow, response);
    }

    HttpFlow flow();

    String version();

    Headers headers();

    @Nullable
    Headers trailers();

    Body body();

    /** Whether its end was received. */
    boolean hasEnded();

    /** The sentence that says why the message has no body, as {@code a 204 response}; null if it can have one. */
    @Nullable
    String bodiless();

    EditedMessage withHeaders(Headers next);

    EditedMessage withTrailers(@Nullable Headers next);

    EditedMessage withBody(Body next);

    /** A request being changed. */
    record OfRequest(HttpFlow before, HttpRequest request) implements EditedMessage {
        @Override
        public HttpFlow flow() {
            return request.equals(before.request()) ? before : before.withRequest(request);
        }

        @Override
        public String version() {
            return request.version();
        }

        @Override
        public Headers headers() {
            return request.headers();
        }

        @Override
        public @Nullable Headers trailers() {
            return request.trailers();
        }

        @Override
        public Body body() {
            return request.body();
        }

        @Override
        public boolean hasEnded() {
            return Times.isSet(request.ended());
        }

        @Override
        public @Nullable String bodiless() {
            return request.method().equals("CONNECT") ? "a CONNECT" : null;
        }

        @Override
        public EditedMessage withHeaders(Headers next) {
            return with(request.withHeaders(next));
        }

        @Override
        public EditedMessage withTrailers(@Nullable Headers next) {
            return with(request.withTrailers(next));
        }

        @Override
        public EditedMessage withBody(Body next) {
            return with(request.withBody(next));
        }

        /** A client waits for a response that suits its own method, so HEAD is neither added nor taken away in flight. */
        EditedMessage withMethod(String method) {
            boolean head = method.equals("HEAD") != request.method().equals("HEAD");
            if (head && before.state() == FlowState.OPEN) {
                throw invalid("the method cannot be changed to or from HEAD: the client expects a response of the"
                        + " method that it sent");
            }
            if (method.equals("CONNECT") != request.method().equals("CONNECT")) {
                throw invalid("the method cannot be changed to or from CONNECT");
            }
            return with(request.withMethod(method));
        }

        EditedMessage to(String url, boolean keepHost) {
            try {
                return with(request.to(url, keepHost));
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()));
            }
        }

        private EditedMessage with(HttpRequest next) {
            return new OfRequest(before, next);
        }
    }

    /** A response being changed. */
    record OfResponse(HttpFlow before, HttpResponse response) implements EditedMessage {
        @Override
        public HttpFlow flow() {
            return response.equals(before.response()) ? before : before.withResponse(response);
        }

        @Override
        public String version() {
            return response.version();
        }

        @Override
        public Headers headers() {
            return response.headers();
        }

        @Override
        public @Nullable Headers trailers() {
            return response.trailers();
        }

        @Override
        public Body body() {
            return response.body();
        }

        @Override
        public boolean hasEnded() {
            return Times.isSet(response.ended());
        }

        @Override
        public @Nullable String bodiless() {
            String method = before.request().method();
            if (!Framing.isBodiless(method, response.status())) {
                return null;
            }
            return method.equals("HEAD") ? "a response to HEAD" : "a " + response.status() + " response";
        }

        @Override
        public EditedMessage withHeaders(Headers next) {
            return with(response.withHeaders(next));
        }

        @Override
        public EditedMessage withTrailers(@Nullable Headers next) {
            return with(response.withTrailers(next));
        }

        @Override
        public EditedMessage withBody(Body next) {
            return with(response.withBody(next));
        }

        EditedMessage withStatus(int status, String reason) {
            return with(response.withStatus(status, reason));
        }

        private EditedMessage with(HttpResponse next) {
            return new OfResponse(before, next);
        }
    }
}
