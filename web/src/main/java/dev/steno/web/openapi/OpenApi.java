package dev.steno.web.openapi;

import dev.steno.command.CommandParameter;
import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.json.Json;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The document of the API (https://spec.openapis.org/oas/v3.1.0): each route with its parameters, each option as a property,
 * and each command as a path of its own. The same routes, options and commands give the same bytes. Any thread.
 */
public final class OpenApi {
    static final String BASE = "/api/v1";

    /** Methods whose requests have a body of JSON. */
    private static final List<String> WITH_BODY = List.of("POST", "PATCH", "PUT");

    /** Resources that take the bytes of a file; other uploads by POST are JSON, however large. */
    private static final List<String> FILES = List.of(BASE + "/import", BASE + "/opened");

    private final List<Route> routes;
    private final Options options;
    private final Commands commands;

    /** @param routes of the API; a path outside of it is left out, but for the metrics */
    public OpenApi(List<Route> routes, Options options, Commands commands) {
        this.routes = List.copyOf(routes);
        this.options = options;
        this.commands = commands;
    }

    /** Adds the route by which the document of these routes, and its own, is read. */
    public static void addTo(List<Route> routes, Options options, Commands commands) {
        routes.add(new Route(
                "GET",
                BASE + "/openapi.json",
                "Returns this description of the API.",
                request -> ApiResponse.json(new OpenApi(routes, options, commands).json())));
    }

    /** Returns the document. */
    public byte[] json() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("openapi", "3.1.0");
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("title", "Steno");
            info.put("version", "1");
            info.put("description", "Keys and parameters are added within this version, never renamed or removed.");
            Json.property(json, "info", info);
            Json.property(json, "servers", List.of(Map.of("url", BASE)));
            Json.property(json, "security", List.of(Map.of("token", List.of())));
            Json.property(json, "paths", paths());
            Json.property(json, "components", components());
            json.writeEndObject();
        });
    }

    private Map<String, Object> paths() {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        QueryParameters.check(routes);
        for (Route route : routes) {
            if (route.path().startsWith(BASE + "/")) {
                paths.computeIfAbsent(
                                route.path().substring(BASE.length()).replace("...}", "}"), path -> new TreeMap<>())
                        .put(route.method().toLowerCase(Locale.ROOT), operation(route));
            } else if (route.path().equals(Guard.METRICS)) { // at the root, where scrapers look
                Map<String, Object> metrics = new TreeMap<>(Map.of("get", operation(route)));
                metrics.put("servers", List.of(Map.of("url", "/")));
                paths.put(route.path(), metrics);
            }
        }
        commands.all().stream()
                .filter(command -> !command.hidden())
                .forEach(command -> paths.put("/commands/" + command.name(), Map.of("post", operation(command))));
        return new LinkedHashMap<>(paths);
    }

    private static Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.help());
        List<Object> parameters = new ArrayList<>();
        for (String variable : route.variables()) {
            Map<String, Object> schema =
                    variable.equals("id") ? FlowSchema.number() : type(variable.equals("seq") ? "integer" : "string");
            parameters.add(parameter(variable, "path", schema, ""));
        }
        for (String name : QueryParameters.of(route)) {
            QueryParameters.Parameter known = QueryParameters.named(name)
                    .orElseThrow(() -> new IllegalStateException("the parameter " + name + " has no description"));
            parameters.add(parameter(name, "query", type(known.type()), known.help()));
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.upload() && (route.method().equals("PUT") || FILES.contains(route.path()))) {
            Map<String, Object> bytes = new LinkedHashMap<>();
            bytes.put("type", "string");
            bytes.put("format", "binary");
            operation.put(
                    "requestBody", Map.of("content", Map.of("application/octet-stream", Map.of("schema", bytes))));
        } else if (WITH_BODY.contains(route.method())) {
            String schema = route.path().endsWith("/options") ? "Options" : "Arguments";
            operation.put("requestBody", body(reference(schema)));
        }
        if (route.path().endsWith("/login")) {
            operation.put("security", List.of());
        }
        operation.put("responses", responses(Map.of("description", "The answer.")));
        return operation;
    }

    private static Map<String, Object> operation(CommandSpec command) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (CommandParameter parameter : command.parameters()) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", parameter.variadic() ? "array" : "string");
            schema.put("description", parameter.help() + " (" + parameter.type().name() + ")");
            parameter.defaultText().ifPresent(text -> schema.put("default", text));
            properties.put(parameter.name(), schema);
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("type", "object");
        arguments.put("properties", properties);
        arguments.put("required", required);
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", command.help());
        Map<String, Object> request = new LinkedHashMap<>(); // in this order each time
        request.put("type", "object");
        request.put("properties", Map.of("arguments", arguments));
        operation.put("requestBody", body(request));
        operation.put(
                "responses", responses(Map.of("description", "value: " + command.result() + "; text: as printed.")));
        return operation;
    }

    private static Map<String, Object> type(String name) {
        return Map.of("type", name);
    }

    private static Map<String, Object> parameter(String name, String in, Map<String, Object> schema, String help) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        if (in.equals("path")) {
            parameter.put("required", true);
        } else {
            parameter.put("description", help);
        }
        parameter.put("schema", schema);
        return parameter;
    }

    private static Map<String, Object> body(Map<String, Object> schema) {
        return Map.of("content", Map.of(ApiResponse.JSON, Map.of("schema", schema)));
    }

    private static Map<String, Object> responses(Map<String, Object> success) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("description", "What failed, and what to do.");
        problem.put("content", Map.of("application/problem+json", Map.of("schema", reference("Problem"))));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("2XX", success);
        responses.put("default", problem);
        return responses;
    }

    private static Map<String, Object> reference(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }

    private Map<String, Object> components() {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("type", "http");
        token.put("scheme", "bearer");
        token.put("description", "The text of the file web-token in the home folder.");
        Map<String, Object> schemas = new LinkedHashMap<>();
        schemas.put("Flow", FlowSchema.schema());
        schemas.put("Problem", problem());
        schemas.put("Options", options());
        schemas.put("Arguments", Map.of("type", "object"));
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("securitySchemes", Map.of("token", token));
        components.put("schemas", schemas);
        return components;
    }

    private static Map<String, Object> problem() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("status", Map.of("type", "integer"));
        properties.put("detail", Map.of("type", "string"));
        for (String text : List.of("found", "expected", "usage")) {
            properties.put(text, Map.of("type", "string"));
        }
        properties.put("column", Map.of("type", "integer"));
        return object(properties);
    }

    private Map<String, Object> options() {
        Map<String, Object> properties = new LinkedHashMap<>();
        options.all().stream().filter(option -> !option.hidden()).forEach(option -> {
            properties.put(option.name(), property(option));
        });
        return object(properties);
    }

    private static Map<String, Object> property(OptionSpec option) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", option.help() + " (" + option.type().name() + ")");
        property.put("default", option.defaultText());
        return property;
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }
}
