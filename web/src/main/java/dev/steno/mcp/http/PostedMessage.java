package dev.steno.mcp.http;

import dev.steno.json.Json;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one message that was posted: notifications and requests to the client, then the answer. Filled by the threads that
 * carry out the request, and written by the thread of the POST.
 */
final class PostedMessage {
    private static final String EVENTS = "text/event-stream";
    private static final long POLL_MILLIS = 100;

    /** What is to be written; progress comes twice a second at most, and each request asks one question at a time. */
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** @param last whether it is the answer; empty if there is none */
    private record Event(Optional<Object> message, boolean last) {}

    /** Takes what comes before the answer. */
    void before(Map<String, Object> message) {
        events.add(new Event(Optional.of(message), false));
    }

    /** Takes the answer; null if there is none. */
    void done(@Nullable Object answer) {
        events.add(new Event(Optional.ofNullable(answer), true));
    }

    /**
     * Returns the response: 202 without an answer, JSON if the answer is all that there is so far, else a stream of events. Blocks
     * until there is something.
     *
     * @param left called if the client leaves before it has the answer
     */
    ApiResponse response(ApiRequest request, Runnable left) throws IOException {
        Event first = next(request, left);
        if (!first.last()) {
            return ApiResponse.stream(EVENTS, out -> stream(first, request, left, out));
        }
        return first.message()
                .map(message -> ApiResponse.json(Json.bytes(json -> Json.value(json, message))))
                .orElseGet(() -> ApiResponse.of(202, "", new byte[0]));
    }

    private void stream(Event first, ApiRequest request, Runnable left, OutputStream out) throws IOException {
        for (Event event = first; ; event = next(request, left)) {
            Object message = event.message().orElse(null);
            if (message != null) {
                out.write("data: ".getBytes(StandardCharsets.US_ASCII));
                out.write(Json.bytes(
                        json -> Json.value(json, message))); // it has no line feed: they are escaped in texts
                out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            if (event.last()) {
                return;
            }
        }
    }

    private Event next(ApiRequest request, Runnable left) throws IOException {
        try {
            for (Event event = events.poll(); ; event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (event != null) {
                    return event;
                }
                if (request.isGone()) {
                    left.run();
                    throw new IOException("the client closed the connection");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.run();
            throw new InterruptedIOException("the server stops");
        }
    }

    /**
     * Checks that a client takes both forms of an answer (streamable HTTP, "Sending messages to the server").
     *
     * @throws ApiProblem 406 if it does not
     */
    static void checkAccepted(ApiRequest request) {
        String accept = request.header("accept").orElse("*/*");
        if (!accept.contains("*/*") && !(accept.contains(ApiResponse.JSON) && accept.contains(EVENTS))) {
            throw ApiProblem.of(
                    406, "an answer is JSON or a stream of events: send Accept: " + ApiResponse.JSON + ", " + EVENTS);
        }
    }
}
