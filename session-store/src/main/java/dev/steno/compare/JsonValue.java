package dev.steno.compare;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A value of JSON (RFC 8259). Equal are values that mean the same: members in another order, {@code 1.0} and {@code 1e0}.
 * {@code NaN} and infinities are read as well, since servers write them. Unchanged once it was read.
 */
public final class JsonValue {
    /** Upper bound on the values of a body; one with more is compared as text. */
    static final int MOST = 500_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxStringLength(8 << 20)
                    .maxNumberLength(100_000)
                    .build())
            .build();

    /** Upper bound on the characters of a number whose value is computed. */
    private static final int LONGEST_NUMBER = 400;

    /** The most zeros with which a number is written instead of an exponent. */
    private static final int PLAIN_DIGITS = 40;

    /** By name; null of anything but an object. */
    final @Nullable Map<String, JsonValue> members;

    /** Null of anything but an array. */
    final @Nullable List<JsonValue> elements;

    /** A value without content as it is written; that of an array or an object if it is empty. */
    private final String written;

    private final Object compared;
    private int hash;

    private JsonValue(
            @Nullable Map<String, JsonValue> members,
            @Nullable List<JsonValue> elements,
            String written,
            Object compared) {
        this.members = members;
        this.elements = elements;
        this.written = written;
        this.compared = compared;
    }

    /** Returns the value as JSON, without white space. */
    String written() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        if (members != null) {
            out.append('{');
            members.forEach((name, value) -> {
                out.append(out.charAt(out.length() - 1) == '{' ? "\"" : ",\"")
                        .append(name)
                        .append("\":");
                value.write(out);
            });
            out.append('}');
        } else if (elements != null) {
            out.append('[');
            for (int i = 0; i < elements.size(); i++) {
                out.append(i == 0 ? "" : ",");
                elements.get(i).write(out);
            }
            out.append(']');
        } else {
            out.append(written);
        }
    }

    /** Whether there is nothing in it, or it is no array or object. */
    boolean isLeaf() {
        return (members == null || members.isEmpty()) && (elements == null || elements.isEmpty());
    }

    /**
     * Passes on each value without content, with its path, so that equal values yield the same: members in the order of their
     * names, numbers in one form.
     */
    public void forEachLeaf(BiConsumer<String, String> to) {
        addLeaves("$", to);
    }

    private void addLeaves(String path, BiConsumer<String, String> to) {
        if (isLeaf()) {
            to.accept(path, compared instanceof BigDecimal number ? normal(number) : written);
        } else if (members != null) {
            new TreeMap<>(members).forEach((name, value) -> value.addLeaves(path + member(name), to));
        } else if (elements != null) {
            for (int i = 0; i < elements.size(); i++) {
                elements.get(i).addLeaves(path + "[" + i + "]", to);
            }
        }
    }

    private static String normal(BigDecimal number) {
        return Math.abs((long) number.scale()) <= PLAIN_DIGITS ? number.toPlainString() : number.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonValue that
                && hashCode() == that.hashCode()
                && compared.equals(that.compared)
                && Objects.equals(members, that.members)
                && Objects.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Objects.hash(compared, members, elements);
        }
        return hash;
    }

    /** An object or array that is open. */
    private static final class Level {
        private final String path;
        private final @Nullable Map<String, JsonValue> members;
        private final @Nullable List<JsonValue> elements;
        private final Map<String, Integer> again = new HashMap<>(0);
        private String name = "";
        private int read;

        Level(String path, boolean array) {
            this.path = path;
            this.members = array ? null : new LinkedHashMap<>();
            this.elements = array ? new ArrayList<>() : null;
        }

        JsonValue value() {
            return members != null
                    ? new JsonValue(members, null, "{}", "{")
                    : new JsonValue(null, Objects.requireNonNull(elements), "[]", "[");
        }

        void add(JsonValue value) {
            if (elements != null) {
                elements.add(value);
            } else if (members != null) {
                // a name that occurs again, which RFC 8259 leaves open, must not hide a value
                int before = members.containsKey(name) ? again.merge(name, 1, Integer::sum) : 0;
                members.put(before == 0 ? name : name + " [" + (before + 1) + "]", value);
            }
        }

        String next() {
            return elements != null ? path + "[" + read++ + "]" : path + member(name);
        }
    }

    /** Returns a step of a path to a member. */
    static String member(String name) {
        return isPlain(name) ? "." + name : "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c != '-' && (c < '0' || c > '9'))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 100;
    }

    /**
     * Returns the value of a text; null if it is not JSON, too deep or too large.
     *
     * @param ignored tells by their path, such as {@code $.items[0].name}, values that are left out; null for none
     */
    public static @Nullable JsonValue parse(String text, @Nullable Predicate<String> ignored) {
        Deque<Level> open = new ArrayDeque<>();
        JsonValue root = null;
        int count = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Level level = open.peek();
                if (token == JsonToken.PROPERTY_NAME && level != null) {
                    level.name = parser.currentName();
                    continue;
                }
                if (++count > MOST || level == null && root != null) {
                    return null;
                }
                String path = ignored == null || token.isStructEnd() ? "" : level == null ? "$" : level.next();
                if (ignored != null && !token.isStructEnd() && ignored.test(path)) {
                    parser.skipChildren();
                    continue;
                }
                if (token.isStructStart()) {
                    open.push(new Level(path, token == JsonToken.START_ARRAY));
                    continue;
                }
                JsonValue value = token.isStructEnd() ? open.pop().value() : scalar(token, parser);
                Level parent = open.peek();
                if (parent == null) {
                    root = value;
                } else {
                    parent.add(value);
                }
            }
            return root;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    private static JsonValue scalar(JsonToken token, JsonParser parser) {
        String text = parser.getString();
        if (token == JsonToken.VALUE_STRING) {
            String quoted = '"' + text + '"';
            return new JsonValue(null, null, quoted, quoted);
        }
        return new JsonValue(null, null, text, token.isNumeric() ? number(text) : text);
    }

    /** Returns what is equal for equal numbers; the text of one that is too long, or not finite. */
    private static Object number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException notFinite) {
            return text;
        }
    }
}
