package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.addon.Hook.StreamMessage;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocket;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.RulePoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code limit_data}: ends a message after a number of bytes of its body, or a WebSocket before the message of one direction
 * with which its messages have more. Any thread.
 */
record LimitFault(Chance chance, Side side, long bytes) implements DelayingAction, MessageFault {
    private static final String WHAT = "cut by rule";

    @Override
    public Set<RulePoint> points() {
        return side.points();
    }

    @Override
    public @Nullable Decision decide(HttpFlow flow, RulePoint point) {
        boolean request = point == RulePoint.REQUEST;
        long length = request && isBodiless(flow.request())
                ? 0
                : BodyLength.of(flow, request ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT);
        if (length >= 0 && length <= bytes || opensWebSocket(flow, request) || !chance.strikes()) {
            return null;
        }
        return new Decision(
                new Verdict.Drop<>(WHAT, request ? new End.TruncateRequest(bytes) : new End.Truncate(bytes)), 0);
    }

    /** A request of HTTP/2 and HTTP/3 says by its end only that it has no body; those with these methods have none. */
    private static boolean isBodiless(HttpRequest request) {
        boolean framed = request.headers().contains("Content-Length")
                || request.headers().contains("Transfer-Encoding");
        return !framed
                && (request.version().startsWith("HTTP/1.")
                        || Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE").contains(request.method()));
    }

    private static boolean opensWebSocket(HttpFlow flow, boolean request) {
        if (request) {
            return flow.request().method().equals("CONNECT")
                    || "websocket".equalsIgnoreCase(flow.request().headers().get("Upgrade"));
        }
        HttpResponse response = flow.response();
        return response != null
                && (response.status() == 101
                        || response.status() / 100 == 2
                                && flow.request().method().equals("CONNECT"));
    }

    @Override
    public @Nullable Fate fateOf(StreamMessage shown) {
        Direction direction = shown.message().direction();
        if (!side.has(direction) || !(shown.flow() instanceof HttpFlow flow) || flow.webSocket() == null) {
            return null;
        }
        WebSocket.Sent sent = direction.isFromClient()
                ? flow.webSocket().client()
                : flow.webSocket().server();
        boolean exceeds = Math.max(sent.bytes(), shown.message().data().length) > bytes;
        return exceeds && chance.strikes() ? new Fate(new Verdict.Drop<>(WHAT, End.CLOSE), 0) : null;
    }
}
