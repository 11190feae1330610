package dev.steno.web.http;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the resource for a request by its method and path. Immutable; any thread. */
public final class Router {
    private final List<Route> routes;
    private final String lack;

    /** @param routes of two that match, the one with fewer variables is taken, then the earlier one */
    public Router(List<Route> routes) {
        this(routes, "");
    }

    /**
     * @param lack why methods are missing, behind a colon; empty to say nothing of it
     * @param routes of two that match, the one with fewer variables is taken, then the earlier one
     */
    public Router(List<Route> routes, String lack) {
        this.lack = lack.isEmpty() ? "" : ": " + lack;
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt(route -> route.variables().size()))
                .toList();
    }

    /** Returns all routes, in order. */
    public List<Route> routes() {
        return routes;
    }

    /** Whether the resource for a method and a path reads the body of its request while it arrives. */
    public boolean takesUpload(String method, String path) {
        return routes.stream()
                .anyMatch(route -> route.upload()
                        && route.method().equals(method)
                        && route.match(path).isPresent());
    }

    /**
     * Answers a request. HEAD is answered as GET; the caller omits the body.
     *
     * @throws ApiProblem 404 if there is no such path, 405 if it has no such method, or that of the resource
     */
    public ApiResponse answer(ApiRequest request) throws IOException {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(request.path());
            if (variables.isPresent()) {
                if (route.method().equals(method)) {
                    return route.resource().answer(request.with(variables.get()));
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw ApiProblem.notFound("there is no " + request.path() + " here"
                    + (has("/api/v1/openapi.json") ? "; see /api/v1/openapi.json" : ""));
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw ApiProblem.of(
                        405,
                        request.method() + " is not possible for " + request.path() + ", only "
                                + String.join(", ", allowed) + lack)
                .withHeader("Allow", String.join(", ", allowed));
    }

    private boolean has(String path) {
        return routes.stream().anyMatch(route -> route.match(path).isPresent());
    }
}
