package dev.steno.script.run;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.script.Script;
import java.util.function.Supplier;

/** A response as a script sees it. Used by one thread, during a call. */
final class ScriptResponse extends ScriptPart implements Script.Response {
    ScriptResponse(ShownExchange flow, Supplier<RecordedFlows> recorded) {
        super(flow, recorded);
    }

    private HttpResponse value() {
        return flow.answered();
    }

    private void set(HttpResponse next) {
        if (next != value()) {
            flow.set(flow.value().withResponse(next));
        }
    }

    @Override
    Body now() {
        return value().body();
    }

    @Override
    void set(Headers headers) {
        set(value().withHeaders(headers));
    }

    @Override
    void set(Headers headers, Body body) {
        set(value().withHeaders(headers).withBody(body));
    }

    @Override
    String noun() {
        return "response";
    }

    @Override
    boolean isHead() {
        return flow.point() == ShownExchange.Point.RESPONSE_HEAD;
    }

    @Override
    void requireOpen() {
        if (!isHead() && flow.point() != ShownExchange.Point.RESPONSE) {
            throw new IllegalStateException("the response was sent already: change it in responseheaders or response");
        }
    }

    @Override
    public Headers headers() {
        return value().headers();
    }

    @Override
    public int status() {
        return value().status();
    }

    @Override
    public void status(int status) {
        requireOpen();
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("the status of a response is 200 to 999, not " + status);
        }
        set(value().withStatus(status, ""));
    }

    @Override
    public String reason() {
        return value().reason();
    }
}
