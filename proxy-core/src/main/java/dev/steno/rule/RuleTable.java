package dev.steno.rule;

import dev.steno.flow.Headers;
import dev.steno.rule.spec.RuleException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** The keys of a rule, or of its action, in a file. Remembers which was read last, for the place of an error. For one thread. */
final class RuleTable {
    private final TomlTable table;
    private final @Nullable Path folder;
    private @Nullable String lastRead;

    /** @param folder that of the file, to which names of files are relative */
    RuleTable(TomlTable table, @Nullable Path folder) {
        this.table = table;
        this.folder = folder;
    }

    /** The key that was read last; null if none was. */
    @Nullable
    String lastRead() {
        return lastRead;
    }

    /** The value of a key; null if it is absent. */
    @Nullable
    Object value(String key) {
        lastRead = key;
        return table.get(List.of(key));
    }

    String text(String key) {
        Object value = value(key);
        if (value == null) {
            throw new RuleException(key + " is missing");
        }
        return text(key, "");
    }

    String text(String key, String otherwise) {
        Object value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw new RuleException(key + " takes a text");
    }

    boolean flag(String key, boolean otherwise) {
        Object value = value(key);
        if (value == null || value instanceof Boolean) {
            return value == null ? otherwise : (boolean) value;
        }
        throw new RuleException(key + " takes true or false");
    }

    long number(String key, long otherwise) {
        Object value = value(key);
        if (value == null || value instanceof Long number && number > 0) {
            return value == null ? otherwise : (long) value;
        }
        throw new RuleException(key + " takes a number above 0");
    }

    double fraction(String key, double otherwise) {
        Object value = value(key);
        double number = value == null ? otherwise : value instanceof Number given ? given.doubleValue() : -1;
        if (number >= 0 && number <= 1) {
            return number;
        }
        throw new RuleException(key + " takes a number from 0 to 1");
    }

    /** A table of names and texts, such as states; empty if it is absent. */
    Map<String, String> texts(String key) {
        Object value = value(key);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> all = new HashMap<>();
        if (value instanceof TomlTable texts) {
            texts.keySet().forEach(name -> {
                if (texts.get(List.of(name)) instanceof String text) {
                    all.put(name, text);
                }
            });
            if (all.size() == texts.size()) {
                return all;
            }
        }
        throw new RuleException(key + " takes a table of names and texts, such as { cart = \"full\" }");
    }

    /** A table of names and values, or of names and lists of values, as header fields. */
    Headers fields(String key) {
        Object value = value(key);
        if (value == null) {
            return Headers.EMPTY;
        }
        if (!(value instanceof TomlTable fields)) {
            throw new RuleException(key + " takes a table of names and values");
        }
        Headers.Builder all = Headers.builder(fields.size());
        for (String name : fields.keySet()) {
            Object one = fields.get(List.of(name));
            if (one instanceof TomlArray several) {
                several.toList().forEach(each -> all.add(name, String.valueOf(each)));
            } else {
                all.add(name, String.valueOf(one));
            }
        }
        return all.build();
    }

    /** The table under a key; null if the value is none. */
    @Nullable
    RuleTable table(String key, Set<String> known) {
        if (!(value(key) instanceof TomlTable inner)) {
            return null;
        }
        for (String one : inner.keySet()) {
            if (!known.contains(one)) {
                throw new RuleException(key + " has the unknown key " + one + "; it may have "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        return new RuleTable(inner, folder);
    }

    /** A file's name relative to the folder of the rules. */
    String path(String name) {
        return folder == null || name.startsWith("~/")
                ? name
                : folder.resolve(name).toString();
    }

    /** A text that may name a file after {@code @}. */
    String source(String text) {
        return text.startsWith("@") ? "@" + path(text.substring(1)) : text;
    }

    /** The value of a key as lists show it. */
    String shown(String key) {
        Object value = table.get(List.of(key));
        if (value instanceof TomlTable inner) {
            return inner.keySet().stream()
                    .map(one -> one + " = " + inner.get(List.of(one)))
                    .collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }
}
