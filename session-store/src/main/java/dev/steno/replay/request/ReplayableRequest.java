package dev.steno.replay.request;

import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tokens;
import dev.steno.redact.Redacted;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which requests and streams can be sent again, and with what body. Pure functions. */
public final class ReplayableRequest {
    private static final String REDACTED =
            "was redacted: it has tokens in place of secrets; send one with the secrets instead";

    private ReplayableRequest() {}

    /** Why a flow cannot be sent again, a sentence that names the flow; null if it can. */
    public static @Nullable String refusal(Flow flow) {
        String why = why(flow);
        return why == null ? null : "flow " + flow.id() + " " + why;
    }

    private static @Nullable String why(Flow flow) {
        if (flow instanceof TcpFlow tcp) {
            return why(tcp);
        }
        return flow instanceof HttpFlow http ? why(http) : "has no request";
    }

    private static @Nullable String why(TcpFlow flow) {
        if (flow.isUnread()) {
            return "was passed through, so nothing of it was recorded; take its host out of --ignore-hosts, and record it once"
                    + " more";
        } else if (flow.state() == FlowState.OPEN) {
            return inProgress(flow);
        } else if (flow.parent() != 0) {
            return "is what flow " + flow.parent() + " was upgraded to; only an upgrade to WebSocket can be sent again";
        } else if (flow.messages() == 0) {
            return "has no recorded bytes, so nothing can be sent";
        } else if (Redacted.isRedacted(flow)) {
            return REDACTED;
        }
        return null;
    }

    private static String inProgress(Flow flow) {
        return flow.held() != null ? "is held; resume or drop it first" : "is in progress; wait for its end";
    }

    private static @Nullable String why(HttpFlow flow) {
        HttpRequest request = flow.request();
        if (flow.state() == FlowState.OPEN) {
            return inProgress(flow);
        } else if (request.method().equals("CONNECT")) {
            return "is a CONNECT, which opens a tunnel; send the requests within it again";
        } else if (!Tokens.isToken(request.method()) || request.host().isEmpty() || request.port() < 1) {
            return "has a request that could not be read; edit its method and URL first";
        } else if (Redacted.hasTokens(flow)
                || Redacted.isRedacted(flow) && (request.body() instanceof Body.Stored || flow.messages() > 0)) {
            return REDACTED;
        } else if (flow.webSocket() != null
                && flow.messages() == 0
                && flow.webSocket().client().messages() > 0) {
            return "is a WebSocket whose messages were not recorded, so none can be sent";
        }
        return why(request, flow.notes().metadata().containsKey(ImportMarks.PLACE));
    }

    /** @param imported whether the flow comes from a file, which need not name its times */
    private static @Nullable String why(HttpRequest request, boolean imported) {
        if (request.ended() == Times.UNSET && !imported) {
            return "has a request that did not arrive completely";
        } else if (request.body().size() < request.body().trueSize()) {
            return "has a body of which only " + request.body().size() + " of "
                    + request.body().trueSize() + " bytes were recorded (--body-limit)";
        } else if (request.body() instanceof Body.Stored stored && !stored.complete()) {
            return "has a request that did not arrive completely";
        }
        return null;
    }

    /** Whether the request asks for a WebSocket, in any version of HTTP. */
    public static boolean asksForWebSocket(HttpRequest request) {
        return request.headers().contains(":protocol")
                || "websocket".equalsIgnoreCase(request.headers().get("Upgrade"));
    }

    /**
     * The request with a body that can be sent.
     *
     * @param stored makes a source of a body that is stored beside its flow
     */
    public static HttpRequest sendable(HttpRequest request, Function<Body.Stored, BodySource> stored) {
        return request.body() instanceof Body.Stored body
                ? request.withBody(body.size() == 0 ? Body.NONE : new Body.Source(stored.apply(body)))
                : request;
    }
}
