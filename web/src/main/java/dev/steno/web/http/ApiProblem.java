package dev.steno.web.http;

import dev.steno.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that cannot be answered: the status and a sentence that says what to do, sent as
 * {@code application/problem+json} (RFC 9457). Immutable.
 */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    private ApiProblem(int status, String detail, Map<String, Object> members, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.members = members;
        this.headers = headers;
    }

    /** @param detail one sentence: what failed, the value, and what to do */
    public static ApiProblem of(int status, String detail) {
        return new ApiProblem(status, detail, Map.of(), Map.of());
    }

    /** Returns a problem with the syntax or a value of the request (400). */
    public static ApiProblem badRequest(String detail) {
        return of(400, detail);
    }

    /** Returns a problem with something that does not exist (404). */
    public static ApiProblem notFound(String detail) {
        return of(404, detail);
    }

    /** Returns the same problem with one more member, such as {@code column}. */
    public ApiProblem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new ApiProblem(status, detail(), more, headers);
    }

    /** Returns the same problem with one more header field in its response. */
    public ApiProblem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiProblem(status, detail(), members, more);
    }

    /** Returns the status of the response. */
    public int status() {
        return status;
    }

    /** Returns the sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Returns the response: members {@code status} and {@code detail}, then the others. */
    public ApiResponse response() {
        byte[] content = Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("status", status);
            json.writeStringProperty("detail", detail());
            members.forEach((name, value) -> Json.property(json, name, value));
            json.writeEndObject();
        });
        ApiResponse response = ApiResponse.of(status, "application/problem+json", content);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }
}
