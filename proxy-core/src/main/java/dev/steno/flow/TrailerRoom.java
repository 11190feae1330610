package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/** Whether trailers can be added to a message (RFC 9110, 6.5). Pure functions. */
public final class TrailerRoom {
    private TrailerRoom() {}

    /** Why no trailers can be added to the request, which is complete, as a main clause; null if they can. */
    public static @Nullable String whyNoneInRequest(HttpFlow flow) {
        HttpRequest request = flow.request();
        boolean body = request.body().trueSize() > 0
                || request.headers().contains("Transfer-Encoding")
                || request.trailers() != null;
        return body ? null : "the request has no body, behind which trailers are sent";
    }

    /** Why no trailers can be added to the response, as a main clause; null if they can. */
    public static @Nullable String whyNoneInResponse(HttpFlow flow) {
        HttpResponse response = flow.response();
        if (response == null
                || response.status() < 200
                || response.status() == 204
                || response.status() == 304
                || flow.request().method().equals("HEAD")) {
            return "the response has no body, behind which trailers are sent";
        }
        return flow.request().version().equals("HTTP/1.0") ? "a client of HTTP/1.0 takes no trailers" : null;
    }
}
