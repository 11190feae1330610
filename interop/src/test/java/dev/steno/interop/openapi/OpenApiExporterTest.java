package dev.steno.interop.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.interop.JsonTree;
import dev.steno.interop.RecordedSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sketches of APIs. */
class OpenApiExporterTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json; charset=utf-8");
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) java.util.Objects.requireNonNull(value);
    }

    private static Object sketch(RecordedSession session) throws Exception {
        Object tree = JsonTree.parse(session.export(new OpenApiExporter()));
        assertThat(faults(tree)).isEmpty();
        return tree;
    }

    /** What OpenAPI 3.1 asks of a description, as far as sketches use it. */
    private static List<String> faults(Object tree) {
        List<String> faults = new ArrayList<>();
        if (!"3.1.0".equals(JsonTree.at(tree, "openapi"))
                || !(JsonTree.at(tree, "info.title") instanceof String)
                || !(JsonTree.at(tree, "info.version") instanceof String)) {
            faults.add("openapi or info");
        }
        Object schemes = JsonTree.at(tree, "components.securitySchemes");
        map(map(tree).get("paths")).forEach((path, item) -> {
            Set<String> named = new HashSet<>();
            Matcher parameter = Pattern.compile("\\{(\\w+)}").matcher(path.toString());
            while (parameter.find()) {
                named.add(parameter.group(1));
            }
            if (!path.toString().startsWith("/")
                    || path.toString().replaceAll("\\{\\w+}", "").matches(".*[{}?#].*")) {
                faults.add("path " + path);
            }
            map(item).forEach((key, operation) -> {
                if (!key.equals("servers")) {
                    operation(path + " " + key, operation, named, schemes, faults);
                }
            });
        });
        return faults;
    }

    private static void operation(
            String where, Object operation, Set<String> named, @Nullable Object schemes, List<String> faults) {
        if (!METHODS.contains(where.substring(where.lastIndexOf(' ') + 1))) {
            faults.add(where + " is no method");
        }
        Set<String> given = new HashSet<>();
        Set<String> all = new HashSet<>();
        if (map(operation).get("parameters") instanceof List<?> parameters) {
            for (Object each : parameters) {
                if (!all.add(JsonTree.at(each, "in") + " " + JsonTree.at(each, "name"))
                        || map(each).get("schema") == null) {
                    faults.add(where + " parameter " + each);
                }
                if ("path".equals(JsonTree.at(each, "in"))) {
                    given.add(String.valueOf(JsonTree.at(each, "name")));
                    if (!Boolean.TRUE.equals(JsonTree.at(each, "required"))) {
                        faults.add(where + " path parameter not required");
                    }
                }
            }
        }
        if (!given.equals(named)) {
            faults.add(where + " path parameters " + given);
        }
        Map<?, ?> responses = map(map(operation).get("responses"));
        responses.forEach((status, response) -> {
            if (!status.toString().matches("[1-9]\\d\\d|default")
                    || !(JsonTree.at(response, "description") instanceof String)) {
                faults.add(where + " response " + status);
            }
        });
        if (responses.isEmpty()) {
            faults.add(where + " has no responses");
        }
        if (map(operation).get("security") instanceof List<?> security) {
            for (Object each : security) {
                map(each).keySet().stream()
                        .filter(name -> !map(schemes).containsKey(name))
                        .forEach(name -> faults.add(where + " " + name));
            }
        }
    }

    @Test
    void pathsAreFoldedAndSchemasMerged() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            for (int i = 0; i < 12; i++) {
                String body = "{\"id\":" + i + ",\"state\":\"" + (i % 2 == 0 ? "open" : "done") + "\",\"price\":"
                        + (i % 3 == 0 ? "1" : "1.5")
                        + ",\"note\":" + (i == 0 ? "null" : "\"n" + i + "\"") + (i < 6 ? ",\"tags\":[\"t\"]" : "")
                        + ",\"at\":\"2024-01-02T03:04:0" + i % 10 + "Z\"}";
                session.add(session.exchange(
                        "GET",
                        "/items/" + (100 + i) + "?page=" + i + (i == 3 ? "&q=a%20b" : ""),
                        Headers.of("Authorization", "Bearer abc"),
                        new byte[0],
                        JSON,
                        bytes(body)));
            }

            Object tree = sketch(session);

            Object get = map(map(map(tree).get("paths")).get("/items/{id}")).get("get");
            assertThat(JsonTree.at(get, "parameters.0.name")).isEqualTo("id");
            assertThat(JsonTree.at(get, "parameters.1"))
                    .hasToString("{name=page, in=query, required=true, schema={type=integer}}");
            assertThat(JsonTree.at(get, "parameters.2.required")).isEqualTo(false);
            Object schema = map(JsonTree.at(get, "responses.200.content"))
                    .values()
                    .iterator()
                    .next();
            assertThat(JsonTree.at(schema, "schema.required")).isEqualTo(List.of("id", "state", "price", "note", "at"));
            assertThat(JsonTree.at(schema, "schema.properties.state")).hasToString("{type=string, enum=[open, done]}");
            assertThat(JsonTree.at(schema, "schema.properties.price.type")).isEqualTo("number");
            assertThat(JsonTree.at(schema, "schema.properties.note.type")).isEqualTo(List.of("null", "string"));
            assertThat(JsonTree.at(schema, "schema.properties.at.format")).isEqualTo("date-time");
            assertThat(JsonTree.at(schema, "schema.properties.tags.items.type")).isEqualTo("string");
            assertThat(JsonTree.at(tree, "components.securitySchemes.bearer.scheme"))
                    .isEqualTo("bearer");
        }
    }

    @Test
    void oddRequestsGiveAValidDescription() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "GET",
                    "/{x}/1/2?a&&=b&c=%zz",
                    Headers.of("Cookie", "my sid=1; b=2"),
                    new byte[0],
                    JSON,
                    bytes("{\"a\":")));
            session.add(session.exchange("PURGE", "/", Headers.EMPTY, new byte[0], JSON, bytes("[]")));
            session.add(session.exchange("OPTIONS", "*", Headers.EMPTY, new byte[0], Headers.EMPTY, new byte[0]));
            session.add(session.exchange(
                    "POST",
                    "/f",
                    Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                    bytes("a=1&b=x"),
                    Headers.EMPTY,
                    bytes("x")));
            session.add(session.exchange(
                    "GET", "/deep", Headers.EMPTY, new byte[0], JSON, bytes("[".repeat(400) + "]".repeat(400))));

            Object tree = sketch(session);

            assertThat(map(map(tree).get("paths")).keySet()).isEqualTo(Set.of("/%7Bx%7D/{id}/{id2}", "/f", "/deep"));
        }
    }

    @Test
    void aSketchStaysSmallWhateverIsRecorded() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            StringBuilder body = new StringBuilder("{\"k\":1");
            for (int i = 0; i < 5_000; i++) {
                body.append(",\"key").append((char) ('a' + i % 26)).append(i).append("\":\"v\"");
            }
            byte[] wide = bytes(body + "}");
            for (int i = 0; i < 40; i++) {
                session.add(session.exchange("GET", "/p" + i + "x", Headers.EMPTY, new byte[0], JSON, wide));
            }

            assertThat(session.export(new OpenApiExporter()).length).isLessThan(4_000_000);
        }
    }
}
