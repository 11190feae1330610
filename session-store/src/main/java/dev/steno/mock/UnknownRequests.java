package dev.steno.mock;

import dev.steno.addon.End;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Verdict;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.mock.key.RequestParts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests get that no recorded response answers: they are forwarded, ended, or answered with an explanation. Any thread. */
final class UnknownRequests {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownRequests.class);

    private final MissExplainer explainer;
    private final MockSettings settings;
    private final RecordedFlows recorded;
    private final Executor blocking;

    /** @param recorded reads the bodies of requests in progress */
    UnknownRequests(MissExplainer explainer, MockSettings settings, RecordedFlows recorded, Executor blocking) {
        this.explainer = explainer;
        this.settings = settings;
        this.recorded = recorded;
        this.blocking = blocking;
    }

    /**
     * Decides on a request.
     *
     * @param parts null if they are not known
     * @param why a main clause
     */
    CompletionStage<Verdict<HttpFlow>> decide(HttpFlow flow, @Nullable RequestParts parts, String why) {
        HttpRequest request = flow.request();
        if (settings.preflight() && isPreflight(request)) {
            return CompletableFuture.completedFuture(MockRun.answer(
                    flow, preflight(request), AnswerMaker.noted(flow, "a preflight that was not recorded")));
        }
        return switch (settings.extra()) {
            case FORWARD -> CompletableFuture.completedFuture(Verdict.pass());
            case KILL ->
                CompletableFuture.completedFuture(new Verdict.Drop<>(why + " (--server-replay-extra kill)", End.CLOSE));
            case NO_CONTENT, BAD_REQUEST, NOT_FOUND, SERVER_ERROR ->
                CompletableFuture.supplyAsync(() -> explained(flow, parts, why), blocking);
        };
    }

    private Verdict<HttpFlow> explained(HttpFlow flow, @Nullable RequestParts parts, String why) {
        int status = settings.extra().status();
        List<MissExplainer.Near> near = near(flow.request(), parts);
        Notes notes = AnswerMaker.noted(flow, MissExplainer.line(why, near));
        HttpResponse response = status == 204
                ? HttpResponse.made(204, Headers.EMPTY, new byte[0])
                : AnswerMaker.page(status, MissExplainer.text(why, near));
        return MockRun.answer(flow, response, notes);
    }

    private List<MissExplainer.Near> near(HttpRequest request, @Nullable RequestParts parts) {
        try {
            RequestParts known = parts != null
                    ? parts
                    : RequestBodies.lacksContent(request, settings.rules())
                            ? null
                            : RequestBodies.parts(request, settings.rules(), body -> recorded.body(body));
            return explainer.near(request, known);
        } catch (IOException e) {
            LOG.warn("a request that was not recorded is not explained: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private static HttpResponse preflight(HttpRequest request) {
        Headers.Builder allowed = Headers.builder(5);
        add(allowed, "Access-Control-Allow-Origin", request.headers().get("Origin"));
        add(allowed, "Access-Control-Allow-Methods", request.headers().get("Access-Control-Request-Method"));
        add(allowed, "Access-Control-Allow-Headers", request.headers().get("Access-Control-Request-Headers"));
        allowed.add("Access-Control-Allow-Credentials", "true").add("Vary", "Origin");
        return HttpResponse.made(204, allowed.build(), new byte[0]);
    }

    private static void add(Headers.Builder to, String name, @Nullable String value) {
        if (value != null) {
            to.add(name, value);
        }
    }
}
