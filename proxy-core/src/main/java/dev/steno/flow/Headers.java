package dev.steno.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

    /** Whether there is no field. */
    public boolean isEmpty() {
        return fields.length == 0;
    }

    /**
     * Returns the name of a field as sent.
     *
     * @param index from 0, in the order of the message
     */
    public String name(int index) {
        return fields[2 * index];
    }

    /**
     * Returns the value of a field, a char for each byte.
     *
     * @param index from 0, in the order of the message
     */
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

    /** Whether there is a field of this name, in any case. */
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

    /**
     * These fields with one value of a name: that of the first field is replaced, in its place and spelling, further ones
     * are removed. Added at the end if the field is absent.
     */
    public Headers set(String name, String value) {
        Builder next = new Builder(size() + 1);
        boolean found = false;
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                next.add(fields[i], fields[i + 1]);
            } else if (!found) {
                next.add(fields[i], value);
                found = true;
            }
        }
        return found ? next.build() : with(name, value);
    }

    /** These fields with another one at an index, from 0 to {@link #size()}. */
    public Headers insertAt(int index, String name, String value) {
        Objects.checkIndex(index, size() + 1);
        String[] next = new String[fields.length + 2];
        System.arraycopy(fields, 0, next, 0, 2 * index);
        next[2 * index] = name;
        next[2 * index + 1] = value;
        System.arraycopy(fields, 2 * index, next, 2 * index + 2, fields.length - 2 * index);
        return new Headers(next);
    }

    /** These fields with another name and value at an index. */
    public Headers replaceAt(int index, String name, String value) {
        Objects.checkIndex(index, size());
        String[] next = fields.clone();
        next[2 * index] = name;
        next[2 * index + 1] = value;
        return new Headers(next);
    }

    /** These fields without the one at an index. */
    public Headers removeAt(int index) {
        Objects.checkIndex(index, size());
        String[] next = new String[fields.length - 2];
        System.arraycopy(fields, 0, next, 0, 2 * index);
        System.arraycopy(fields, 2 * index + 2, next, 2 * index, fields.length - 2 * index - 2);
        return next.length == 0 ? EMPTY : new Headers(next);
    }

    /** These fields with another name for all fields of one name, in their places; the same object if there is none. */
    public Headers rename(String from, String to) {
        if (!contains(from)) {
            return this;
        }
        String[] next = fields.clone();
        for (int i = 0; i < next.length; i += 2) {
            if (next[i].equalsIgnoreCase(from)) {
                next[i] = to;
            }
        }
        return new Headers(next);
    }

    /** These fields without those of a name; this object itself if there is none. */
    public Headers remove(String name) {
        return without(name::equalsIgnoreCase);
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
