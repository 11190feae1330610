package dev.steno.compare;

import dev.steno.compare.IgnoreRule.Kind;
import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares bodies without their codings: JSON by path, forms by parameter, markup by its texts and attributes, protocol
 * buffers by field, other text by line, anything else by its hash and its first byte that differs. For one comparison.
 */
final class BodyDifferences {
    /** Upper bound on the bytes of each body that are compared by their meaning. */
    private static final int READ = 8 << 20;

    private static final Set<String> PROTOBUF = Set.of(
            "application/protobuf",
            "application/x-protobuf",
            "application/vnd.google.protobuf",
            "application/x-google-protobuf");

    private final String part;
    private final ComparisonRules rules;
    private final List<@Nullable ComparedBody> bodies;
    private final List<byte[]> bytes = new ArrayList<>();
    private Kind kind = Kind.PART;

    private BodyDifferences(String part, List<@Nullable ComparedBody> bodies, ComparisonRules rules) {
        this.part = part;
        this.bodies = bodies;
        this.rules = rules;
    }

    /**
     * Returns what differs between bodies; null if all are absent or empty, or if they are equal and equal values are no part
     * of the result.
     *
     * @param part the name of the result
     * @param bodies one for each flow; null if it has none
     */
    static @Nullable ComparedPart compare(String part, List<@Nullable ComparedBody> bodies, ComparisonRules rules)
            throws IOException {
        if (bodies.stream().noneMatch(Objects::nonNull)) {
            return null;
        }
        return new BodyDifferences(part, bodies, rules).run();
    }

    private @Nullable ComparedPart run() throws IOException {
        ComparedBody first = bodies.get(0);
        boolean sameBytes = first != null;
        for (ComparedBody other : bodies.subList(1, bodies.size())) {
            sameBytes =
                    sameBytes && other != null && Objects.requireNonNull(first).hasSameBytes(other);
        }
        if (sameBytes && !rules.equalToo()) {
            return null;
        }
        for (ComparedBody body : bodies) {
            try (InputStream in = body == null ? InputStream.nullInputStream() : body.open()) {
                bytes.add(in.readNBytes(READ + 1));
            }
        }
        if (bytes.stream().allMatch(each -> each.length == 0)) {
            return null;
        }
        List<ComparedRow> rows = new ArrayList<>(rows());
        rows.removeIf(row -> !rules.equalToo() && row.same() || rules.ignored().ignoresPart(part, row.key()));
        boolean equal = rows.stream().allMatch(ComparedRow::same);
        if (bodies.stream().anyMatch(body -> body != null && !body.isWhole())) {
            ComparedRow recorded = shown("recorded", bodies, ComparedBody::recorded);
            if (rules.equalToo() || !recorded.same()) {
                rows.add(0, recorded);
            }
        }
        String note = equal ? codings() : "";
        return rows.isEmpty() && note.isEmpty() ? null : ComparedPart.of(part, kind, rows, note);
    }

    /** Returns the codings of equal bodies if they differ; else an empty text. */
    private String codings() {
        List<String> codings = bodies.stream()
                .filter(Objects::nonNull)
                .map(body -> body.codings().isEmpty() ? "none" : String.join(", ", body.codings()))
                .toList();
        return codings.stream().distinct().count() < 2
                ? ""
                : "equal content in other codings: " + String.join(" \u2260 ", codings);
    }

    private List<ComparedRow> rows() throws IOException {
        if (bytes.stream().allMatch(each -> each.length <= READ)) {
            boolean equal = bytes.stream().allMatch(each -> Arrays.equals(bytes.get(0), each));
            if (equal && !rules.equalToo()) {
                return List.of();
            }
            List<ComparedRow> rows = structured();
            if (rows != null) {
                return rows;
            }
        }
        return binary();
    }

    private boolean areAll(Predicate<String> type) {
        return bodies.stream().allMatch(body -> body == null || type.test(body.mediaType()));
    }

    private @Nullable List<ComparedRow> structured() {
        if (areAll(type -> type.startsWith("application/grpc"))) {
            List<String> types = new ArrayList<>();
            List<@Nullable String> codings = new ArrayList<>();
            for (ComparedBody body : bodies) {
                types.add(body == null ? "" : body.mediaType());
                codings.add(body == null ? null : body.body().headers().get("grpc-encoding"));
            }
            kind = Kind.PROTO;
            return GrpcDifferences.compare(bytes, types, codings, rules.ignored(), rules.equalToo());
        }
        if (areAll(PROTOBUF::contains)) {
            List<byte @Nullable []> messages = new ArrayList<>(bytes);
            kind = Kind.PROTO;
            return ProtobufDifferences.compare(messages, "", rules.ignored(), rules.equalToo());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            ComparedBody body = bodies.get(i);
            byte[] each = bytes.get(i);
            String type = body == null ? null : body.body().type();
            if (!ContentType.parse(type).isText() && !BodyText.looksLikeText(each)) {
                return null;
            }
            texts.add(BodyText.of(each, type));
        }
        return texts(texts);
    }

    private List<ComparedRow> texts(List<String> texts) {
        Ignored ignored = rules.ignored();
        if (areAll("application/x-www-form-urlencoded"::equals)) {
            List<NamedValues> forms = texts.stream().map(BodyDifferences::form).toList();
            kind = Kind.FORM;
            return NamedValues.compare(forms, ignored.in(part, Kind.FORM));
        }
        List<ComparedRow> json = json(texts);
        if (json != null) {
            kind = Kind.JSON;
            return json;
        }
        List<List<LineDifferences.Line>> lines = new ArrayList<>();
        boolean html = areAll("text/html"::equals);
        boolean markup = html || areAll(type -> ContentType.parse(type).isXml());
        kind = markup ? Kind.XML : Kind.TEXT;
        for (int i = 0; i < texts.size(); i++) {
            lines.add(
                    markup
                            ? MarkupLines.of(texts.get(i), html).stream()
                                    .filter(line -> !ignored.ignores(Kind.XML, line.key()))
                                    .toList()
                            : LineDifferences.lines(withoutBoundary(texts.get(i), bodies.get(i))));
        }
        return LineDifferences.compareLines(lines, ignored::text);
    }

    private @Nullable List<ComparedRow> json(List<String> texts) {
        List<@Nullable JsonValue> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).strip();
            ComparedBody body = bodies.get(i);
            boolean declared =
                    body != null && ContentType.parse(body.body().type()).isJson();
            boolean candidate = !text.isEmpty() && (declared || "{[".indexOf(text.charAt(0)) >= 0);
            JsonValue value = candidate ? JsonValue.parse(text, rules.ignored().json()) : null;
            if (value == null && !text.isEmpty() && !(candidate && isIgnored(text))) {
                return null;
            }
            values.add(value);
        }
        if (values.stream().allMatch(Objects::isNull)) {
            return texts.stream().allMatch(text -> text.isBlank() || isIgnored(text)) ? List.of() : null;
        }
        List<ComparedRow> rows = JsonDifferences.compare(values, rules.equalToo());
        return rows.stream()
                .map(row -> row.same() ? row : new ComparedRow(row.key(), row.values(), areNormallyEqual(row)))
                .toList();
    }

    /** Whether a text is JSON of which nothing is compared. */
    private boolean isIgnored(String text) {
        return rules.ignored().ignores(Kind.JSON, "$") && JsonValue.parse(text, null) != null;
    }

    private boolean areNormallyEqual(ComparedRow row) {
        List<@Nullable String> normal = new ArrayList<>();
        row.values()
                .forEach(value ->
                        normal.add(value == null ? null : rules.ignored().text(value)));
        return !normal.equals(row.values()) && ComparedRow.areEqual(normal);
    }

    /** Parts of a form with files are separated by a text that is made anew each time (RFC 2046, 5.1.1). */
    private String withoutBoundary(String text, @Nullable ComparedBody body) {
        String boundary = body == null || rules.equalToo()
                ? null
                : ContentType.parse(body.body().type()).parameters().get("boundary");
        return boundary == null || boundary.isEmpty() ? text : text.replace("--" + boundary, "--boundary");
    }

    /** Returns the parameters of a form or a query, decoded. */
    static NamedValues form(String text) {
        NamedValues values = new NamedValues();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                values.add(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        decode(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private List<ComparedRow> binary() throws IOException {
        kind = Kind.PART;
        List<ComparedRow> rows = new ArrayList<>();
        rows.add(shown("type", bodies, body -> body.body().type()));
        rows.add(shown(
                "size as transferred",
                bodies,
                body -> Quantity.bytes(body.body().body().trueSize())));
        List<InputStream> streams = new ArrayList<>();
        try {
            for (ComparedBody body : bodies) {
                streams.add(body == null ? InputStream.nullInputStream() : body.open());
            }
            List<ComparedRow> differing = ByteDifferences.compare(streams, rules.mostBytes());
            if (differing.isEmpty()) {
                return rules.equalToo() ? withEqualBytes(rows) : List.of();
            }
            rows.addAll(differing);
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
        return rows;
    }

    private List<ComparedRow> withEqualBytes(List<ComparedRow> rows) {
        List<@Nullable String> equal = new ArrayList<>();
        bodies.forEach(each -> equal.add("equal"));
        rows.add(ComparedRow.of("bytes", equal));
        return rows;
    }

    private static ComparedRow shown(
            String key, List<@Nullable ComparedBody> bodies, Function<ComparedBody, String> value) {
        List<@Nullable String> values = new ArrayList<>();
        bodies.forEach(body -> values.add(body == null ? null : value.apply(body)));
        return ComparedRow.of(key, values);
    }
}
