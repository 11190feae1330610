package dev.steno.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Header or trailer fields in the order and case in which they were transferred. Names and values are byte-lossless
 * Latin-1 strings; look-ups ignore the case of names (RFC 9110, 5.1). Immutable; any thread.
 */
public final class Headers {
    /** No fields. */
    public static final Headers EMPTY = new Headers(new String[0]);

    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    /** Creates fields from alternating names and values. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values must alternate, but there are " + namesAndValues.length + " strings");
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues.clone());
    }

    /** @param fields expected number of fields, a sizing hint */
    public static Builder builder(int fields) {
        return new Builder(fields);
    }

    /** Number of fields. */
    public int size() {
        return fields.length / 2;
    }

    public boolean isEmpty() {
        return fields.length == 0;
    }

    public String name(int index) {
        return fields[2 * index];
    }

    public String value(int index) {
        return fields[2 * index + 1];
    }

    /** The value of the first field with this name; null if there is none. */
    public @Nullable String get(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /** The values of all fields with this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                values.add(fields[i + 1]);
            }
        }
        return values;
    }

    public boolean contains(String name) {
        return get(name) != null;
    }

    /** Whether a comma-separated list field contains a token, ignoring case (RFC 9110, 5.6.1). */
    public boolean hasToken(String name, String token) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                for (String element : fields[i + 1].split(",", -1)) {
                    if (element.strip().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** A copy with one more field at the end. */
    public Headers with(String name, String value) {
        String[] next = Arrays.copyOf(fields, fields.length + 2);
        next[fields.length] = name;
        next[fields.length + 1] = value;
        return new Headers(next);
    }

    /** A copy without the fields whose names the predicate accepts; this object if there are none. */
    public Headers without(Predicate<String> name) {
        Builder kept = null;
        for (int i = 0; i < fields.length; i += 2) {
            boolean drop = name.test(fields[i]);
            if (drop && kept == null) {
                kept = new Builder(size());
                for (int j = 0; j < i; j += 2) {
                    kept.add(fields[j], fields[j + 1]);
                }
            } else if (!drop && kept != null) {
                kept.add(fields[i], fields[i + 1]);
            }
        }
        return kept == null ? this : kept.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** The field lines as HTTP/1 sends them, each terminated by CR LF. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder(64 * size());
        for (int i = 0; i < fields.length; i += 2) {
            lines.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        return lines.toString();
    }

    /** Collects fields in order. For one thread. */
    public static final class Builder {
        private String[] fields;
        private int length;

        private Builder(int expected) {
            fields = new String[Math.max(2, 2 * expected)];
        }

        public Builder add(String name, String value) {
            if (length == fields.length) {
                fields = Arrays.copyOf(fields, 2 * length);
            }
            fields[length++] = name;
            fields[length++] = value;
            return this;
        }

        public Headers build() {
            return length == 0 ? EMPTY : new Headers(length == fields.length ? fields : Arrays.copyOf(fields, length));
        }
    }
}
