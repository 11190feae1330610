package dev.steno.web.api;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.Regex;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyLook;
import dev.steno.look.FlowMessages;
import dev.steno.look.LookRequest;
import dev.steno.look.MessageFilter;
import dev.steno.look.MessageWindow;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of WebSockets, raw streams and event streams: a list, and each with its bytes and views. */
public final class MessagesResource {
    private static final int USUAL = 100;

    private final RecordedContent content;

    public MessagesResource(RecordedContent content) {
        this.content = content;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/flows/{id}/messages",
                        "Lists the messages of a WebSocket, a raw stream or an event stream.",
                        this::list),
                new Route("GET", "/api/v1/flows/{id}/messages/{seq}/body", "Sends a message whole.", this::body),
                new Route("GET", "/api/v1/flows/{id}/messages/{seq}/look", "Shows a message by a view.", this::look));
    }

    private ApiResponse list(ApiRequest request) throws IOException {
        Flow flow = content.flow(request.flow("id"));
        MessageFilter filter = filter(
                request.parameter("filter").orElse(""),
                request.parameter("direction").orElse(""),
                request.parameter("kind").orElse(""));
        MessageWindow window = content.messages()
                .window(
                        content.reader(),
                        flow,
                        filter,
                        request.number("from", 0, 0, Integer.MAX_VALUE),
                        (int) request.number("limit", USUAL, 1, FlowMessages.MOST),
                        request.isOn("tail"));
        return ApiResponse.json(MessageWindowJson.bytes(window));
    }

    /**
     * Returns a filter of messages.
     *
     * @param text an expression that the content must contain; empty for any
     * @param direction {@code client} or {@code server}; empty for both
     * @param kind as in the rows; empty for any
     * @throws ApiProblem 400 if one of them is not valid
     */
    public static MessageFilter filter(String text, String direction, String kind) {
        Direction side = FlowMessages.direction(direction);
        if (side == null && !direction.isEmpty()) {
            throw ApiProblem.badRequest("the direction must be client or server, not " + direction);
        }
        return new MessageFilter(regex(text), side, kind.isEmpty() ? null : kind);
    }

    private static @Nullable Regex regex(String text) {
        try {
            return text.isEmpty() ? null : Regex.of(text, Regex.Mode.DOTALL);
        } catch (PatternSyntaxException e) {
            throw ApiProblem.badRequest("the filter is not a valid expression: " + e.getMessage());
        }
    }

    private ApiResponse body(ApiRequest request) throws IOException {
        Flow flow = content.flow(request.flow("id"));
        long sequence = request.id("seq");
        InputStream in =
                content.messages().content(content.reader(), flow, sequence).orElseThrow(() -> missing(flow, sequence));
        return ApiResponse.stream("application/octet-stream", out -> {
                    try (in) {
                        BodyResource.copy(in, out, Long.MAX_VALUE);
                    }
                })
                .with(
                        "Content-Disposition",
                        "attachment; filename=\"flow-" + FlowNumber.print(flow.id()) + "-message-" + sequence + "\"");
    }

    private static ApiProblem missing(Flow flow, long sequence) {
        return ApiProblem.notFound("flow " + FlowNumber.print(flow.id()) + " has no message " + sequence);
    }

    private ApiResponse look(ApiRequest request) throws IOException {
        Flow flow = content.flow(request.flow("id"));
        long sequence = request.id("seq");
        LookRequest how = LookJson.request(request);
        BodyLook look = content.messages()
                .look(content.reader(), flow, sequence, how)
                .orElseThrow(() -> missing(flow, sequence));
        return LookJson.response(look, request.isOn("spans"));
    }
}
