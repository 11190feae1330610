package dev.steno.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in their original order and case. Immutable; names and values are byte-lossless latin-1 strings.
 * Look-ups ignore case (RFC 9110, 5.1).
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

    /** Creates a builder with room for about {@code fields} fields. */
    public static Builder builder(int fields) {
        return new Builder(fields);
    }

    /** The number of fields. */
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

    /** The first value of a name; null if the field is absent. */
    public @Nullable String get(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /** All values of a name, in order. */
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

    /** Whether a comma-separated list field contains a token, ignoring case. */
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

    /** These fields with one more at the end. */
    public Headers with(String name, String value) {
        String[] next = Arrays.copyOf(fields, fields.length + 2);
        next[fields.length] = name;
        next[fields.length + 1] = value;
        return new Headers(next);
    }

    /** These fields without those whose name passes the test; this object itself if none does. */
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

    /** The field lines as on the wire, each ended by CR LF. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder(64 * size());
        for (int i = 0; i < fields.length; i += 2) {
            lines.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        return lines.toString();
    }

    /** Collects fields in order; for one thread. */
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
