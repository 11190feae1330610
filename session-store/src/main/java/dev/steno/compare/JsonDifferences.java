package dev.steno.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares values of JSON by their paths, such as {@code $.items[0].name}. Elements of arrays are aligned: by their {@code
 * id} or {@code key} if all have one, else by equality. An element that the first array lacks has its place in the other as
 * index, with a plus: {@code [+3]}. For one thread.
 */
final class JsonDifferences {
    private static final List<String> IDENTITIES = List.of("id", "_id", "uuid", "key");

    private final boolean equalToo;
    private final List<ComparedRow> rows = new ArrayList<>();

    private JsonDifferences(boolean equalToo) {
        this.equalToo = equalToo;
    }

    /**
     * Returns rows of values that differ.
     *
     * @param values null for a body without one
     * @param equalToo whether rows of equal values are returned as well
     */
    static List<ComparedRow> compare(List<@Nullable JsonValue> values, boolean equalToo) {
        JsonDifferences differences = new JsonDifferences(equalToo);
        differences.add("$", values);
        return differences.rows;
    }

    private void add(String path, List<@Nullable JsonValue> values) {
        JsonValue first = values.get(0);
        if (!equalToo && first != null && values.stream().allMatch(first::equals)) {
            return;
        }
        boolean objects = values.stream().allMatch(each -> each == null || each.members != null);
        boolean arrays = values.stream().allMatch(each -> each == null || each.elements != null);
        boolean content = values.stream().anyMatch(each -> each != null && !each.isLeaf());
        if (objects && content) {
            members(path, values);
        } else if (arrays && content) {
            elements(path, values);
        } else {
            List<@Nullable String> written = new ArrayList<>();
            values.forEach(each -> written.add(each == null ? null : each.written()));
            rows.add(new ComparedRow(
                    path, written, first != null && values.stream().allMatch(first::equals)));
        }
    }

    private void members(String path, List<@Nullable JsonValue> values) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonValue value : values) {
            if (value != null && value.members != null) {
                names.addAll(value.members.keySet());
            }
        }
        for (String name : names) {
            List<@Nullable JsonValue> each = new ArrayList<>();
            for (JsonValue value : values) {
                each.add(value == null || value.members == null ? null : value.members.get(name));
            }
            add(path + JsonValue.member(name), each);
        }
    }

    private void elements(String path, List<@Nullable JsonValue> values) {
        List<List<JsonValue>> arrays = new ArrayList<>();
        for (JsonValue value : values) {
            arrays.add(value == null || value.elements == null ? List.of() : value.elements);
        }
        String identity = identity(arrays);
        Alignment.Keys keys = new Alignment.Keys();
        List<int[]> sequences = new ArrayList<>();
        for (List<JsonValue> array : arrays) {
            sequences.add(keys.of(
                    identity == null
                            ? array
                            : array.stream().map(each -> member(each, identity)).toList()));
        }
        for (int[] row : Alignment.rows(sequences, identity == null)) {
            List<@Nullable JsonValue> each = new ArrayList<>();
            String index = "";
            for (int i = 0; i < row.length; i++) {
                each.add(row[i] == Alignment.NONE ? null : arrays.get(i).get(row[i]));
                index = index.isEmpty() && row[i] != Alignment.NONE ? (i == 0 ? "" : "+") + row[i] : index;
            }
            add(path + "[" + index + "]", each);
        }
    }

    /** Returns the name of a member that tells the elements of each array apart; null if there is none. */
    private static @Nullable String identity(List<List<JsonValue>> arrays) {
        for (String name : IDENTITIES) {
            if (arrays.stream().allMatch(array -> isIdentity(array, name))) {
                return name;
            }
        }
        return null;
    }

    private static boolean isIdentity(List<JsonValue> array, String name) {
        Set<JsonValue> seen = new HashSet<>();
        for (JsonValue each : array) {
            JsonValue value = member(each, name);
            if (value == null || value.members != null || value.elements != null || !seen.add(value)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonValue member(JsonValue of, String name) {
        return of.members == null ? null : of.members.get(name);
    }
}
