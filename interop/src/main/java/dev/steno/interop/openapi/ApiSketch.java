package dev.steno.interop.openapi;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.stats.PathTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The paths of one or several servers, their operations, and the ways of authentication. For one thread. */
final class ApiSketch {
    /** The methods that a path item has a word for (OpenAPI 3.1, 4.8.9). */
    private static final Set<String> METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

    private static final Pattern KEY = Pattern.compile("(?i)x-.*(key|token|auth).*");
    private static final Pattern SESSION = Pattern.compile("(?i).*(sess|sid|token|auth|jwt).*");

    /** Upper bound on the servers that are named. */
    private static final int SERVERS = 50;

    final SketchBudget budget = new SketchBudget();
    private final Set<String> servers = new LinkedHashSet<>();
    private final Map<String, PathSketch> paths = new TreeMap<>();
    private final Map<String, Map<String, Object>> schemes = new TreeMap<>();

    /** One path. */
    private static final class PathSketch {
        private final Set<String> servers = new TreeSet<>();
        private final List<Map<String, Object>> parameters = new ArrayList<>();
        private final Map<String, OperationSketch> operations = new LinkedHashMap<>();
    }

    /** Whether a method has a place in a description. */
    static boolean isKnown(String method) {
        return METHODS.contains(method);
    }

    /** Returns the operation of a request; null if there is no room for it. */
    @Nullable
    OperationSketch operation(HttpFlow flow) {
        HttpRequest request = flow.request();
        List<Map<String, Object>> parameters = new ArrayList<>();
        String name = template(request.path(), parameters);
        PathSketch path = paths.get(name);
        if (path == null) {
            if (!budget.take()) {
                return null;
            }
            path = new PathSketch();
            path.parameters.addAll(parameters);
            paths.put(name, path);
        }
        String server =
                request.scheme() + "://" + new Endpoint(request.host(), request.port()).authority(request.scheme());
        if (servers.contains(server) || servers.size() < SERVERS) {
            servers.add(server);
            path.servers.add(server);
        }
        OperationSketch operation = path.operations.get(request.method());
        if (operation == null && budget.take()) {
            operation = new OperationSketch(budget);
            path.operations.put(request.method(), operation);
        }
        return operation;
    }

    /** Braces that were sent are escaped, since they stand for parameters. */
    private static String template(String target, List<Map<String, Object>> parameters) {
        String path = PathTemplate.of(target.replace("{", "%7B").replace("}", "%7D"));
        StringBuilder name = new StringBuilder();
        for (String segment : path.split("/", -1)) {
            Map<String, Object> schema = switch (segment) {
                case PathTemplate.NUMBER -> Map.of("type", "integer");
                case PathTemplate.UUID -> Map.of("type", "string", "format", "uuid");
                case PathTemplate.HASH -> Map.of("type", "string", "pattern", "^[0-9a-fA-F]+$");
                default -> Map.of();
            };
            if (schema.isEmpty()) {
                name.append(segment).append('/');
                continue;
            }
            String parameter = "id" + (parameters.isEmpty() ? "" : parameters.size() + 1);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", parameter);
            json.put("in", "path");
            json.put("required", true);
            json.put("schema", schema);
            parameters.add(json);
            name.append('{').append(parameter).append("}/");
        }
        return name.substring(0, name.length() - 1);
    }

    /** Returns the names of the security schemes that a request used. */
    Set<String> schemes(Headers headers) {
        Set<String> used = new TreeSet<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (name.equalsIgnoreCase("authorization")) {
                authorization(headers.value(i).toLowerCase(Locale.ROOT), used);
            } else if (name.equalsIgnoreCase("cookie")) {
                for (String cookie : headers.value(i).split(";")) {
                    String key = cookie.split("=", 2)[0].strip();
                    if (SESSION.matcher(key).matches()) {
                        use("cookie", key, used);
                    }
                }
            } else if (KEY.matcher(name).matches()) {
                use("header", name.toLowerCase(Locale.ROOT), used);
            }
        }
        return used;
    }

    private void authorization(String value, Set<String> used) {
        for (String scheme : new String[] {"basic", "bearer", "digest"}) {
            if (value.startsWith(scheme + " ") && scheme(scheme, Map.of("type", "http", "scheme", scheme))) {
                used.add(scheme);
                return;
            }
        }
        use("header", "authorization", used);
    }

    private void use(String in, String name, Set<String> used) {
        String key = (in.equals("cookie") ? "cookie-" : "") + name.replaceAll("[^A-Za-z0-9._-]", "_");
        Map<String, Object> scheme = new LinkedHashMap<>();
        scheme.put("type", "apiKey");
        scheme.put("in", in);
        scheme.put("name", name);
        if (scheme(key, scheme)) {
            used.add(key);
        }
    }

    private boolean scheme(String key, Map<String, Object> scheme) {
        if (schemes.containsKey(key) || schemes.size() < SERVERS) {
            schemes.putIfAbsent(key, scheme);
            return true;
        }
        return false;
    }

    /** Returns the description as JSON. */
    Map<String, Object> json(long flows) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put(
                "title",
                servers.isEmpty() ? "Sketch" : "Sketch of " + servers.iterator().next());
        info.put("version", "0");
        info.put(
                "description",
                "A sketch from " + flows
                        + " recorded flows. It has what was seen: parameters, members and values that did not "
                        + "occur are missing, \"required\" is what no flow lacked, and examples are without secrets unless "
                        + "they were asked for.");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("openapi", "3.1.0");
        json.put("info", info);
        json.put("servers", urls(servers));
        Map<String, Object> items = new LinkedHashMap<>();
        paths.forEach((name, path) -> {
            Map<String, Object> item = new LinkedHashMap<>();
            if (path.servers.size() < servers.size()) {
                item.put("servers", urls(path.servers));
            }
            path.operations.forEach(
                    (method, operation) -> item.put(method.toLowerCase(Locale.ROOT), operation.json(path.parameters)));
            items.put(name, item);
        });
        json.put("paths", items);
        if (!schemes.isEmpty()) {
            json.put("components", Map.of("securitySchemes", schemes));
        }
        return json;
    }

    private static List<Object> urls(Set<String> servers) {
        List<Object> urls = new ArrayList<>();
        servers.forEach(server -> urls.add(Map.of("url", server)));
        return urls;
    }
}
