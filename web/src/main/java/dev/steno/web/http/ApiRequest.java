package dev.steno.web.http;

import dev.steno.flow.FlowNumber;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * One request to the API. Immutable; any thread.
 *
 * @param method in capitals
 * @param path decoded, without the query; begins with a slash
 * @param query decoded; the server refuses a name that is given twice
 * @param headers by name in small letters; of a repeated field, the values are joined by a comma (RFC 9110, 5.3)
 * @param variables the parts of the path that the route names, such as {@code id}
 * @param body at most 1 MiB; empty if it is read from {@code content}
 * @param content the body of a request to a {@linkplain Route#upload route for uploads}, for one thread; otherwise empty
 * @param client where the request came from
 * @param gone whether the client has closed the connection; work whose result is sent only at its end polls it
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Map<String, String> variables,
        byte[] body,
        InputStream content,
        InetAddress client,
        BooleanSupplier gone) {

    public ApiRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        variables = Map.copyOf(variables);
    }

    /** Returns the same request with the variables of the route that was found. */
    ApiRequest with(Map<String, String> found) {
        return new ApiRequest(method, path, query, headers, found, body, content, client, gone);
    }

    /** Returns the same request to another path. */
    public ApiRequest to(String other) {
        return new ApiRequest(method, other, query, headers, Map.of(), body, content, client, gone);
    }

    /** Returns whether the client has closed the connection, so that the answer is not read. Any thread. */
    public boolean isGone() {
        return gone.getAsBoolean();
    }

    /** Returns a header field; empty if it was not sent. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Returns a parameter of the query; empty if it was not given. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * Checks that the query has no other parameters, since one that is ignored would be taken for one that was in effect.
     *
     * @throws ApiProblem 400 if it has; it names those that are known
     */
    public void takes(String... known) {
        for (String name : new TreeSet<>(query.keySet())) {
            if (!List.of(known).contains(name)) {
                throw ApiProblem.badRequest("there is no parameter " + name + " here"
                        + (known.length == 0 ? "; none is taken" : ", only " + String.join(", ", known)));
            }
        }
    }

    /** Returns the same request with other parameters. */
    public ApiRequest withQuery(Map<String, String> other) {
        return new ApiRequest(method, path, other, headers, variables, body, content, client, gone);
    }

    /**
     * Returns a parameter that is a whole number.
     *
     * @throws ApiProblem 400 if it is none, or outside the bounds
     */
    public long number(String name, long absent, long least, long most) {
        String text = query.get(name);
        return text == null ? absent : number(name, text, least, most);
    }

    /**
     * Returns a switch of the query: {@code 1}, {@code true} or no value is on; {@code 0}, {@code false} or no parameter is
     * off.
     *
     * @throws ApiProblem 400 if it has another value
     */
    public boolean isOn(String name) {
        String text = query.getOrDefault(name, "false");
        return switch (text) {
            case "", "1", "true" -> true;
            case "0", "false" -> false;
            default ->
                throw ApiProblem.badRequest(
                        "the parameter " + name + " must be 1 or true, 0 or false, not \"" + text + "\"");
        };
    }

    /**
     * Returns a variable of the path that is a whole number.
     *
     * @throws ApiProblem 404 if it is none
     */
    public long id(String name) {
        String text = variable(name);
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiProblem.notFound(text + " is not a number");
        }
        return Long.parseLong(text);
    }

    /**
     * Returns a variable of the path that is the number of a flow, such as {@code 2041} or {@code 17.2041}.
     *
     * @throws ApiProblem 404 if it is none
     */
    public long flow(String name) {
        String text = variable(name);
        return FlowNumber.parse(text).orElseThrow(() -> ApiProblem.notFound(text + " is not the number of a flow"));
    }

    /** Returns a variable of the path. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    private static long number(String name, String text, long least, long most) {
        if (text.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw ApiProblem.badRequest(
                "the parameter " + name + " must be a number from " + least + " to " + most + ", not " + text);
    }

    /** Returns the body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
