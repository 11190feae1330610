package dev.steno.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * The text of a file that {@link ConfigFile} reads without problems, in which options get other values. Lines on other options,
 * comments and empty lines stay as they are. Stateless.
 */
public final class ConfigText {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private ConfigText() {}

    /**
     * Returns the text with other values.
     *
     * @param values texts by option name in kebab-case; null removes the option
     */
    public static String with(String text, Map<String, @Nullable String> values, Options options) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        TomlParseResult toml = Toml.parse(text);
        Map<String, @Nullable String> left = new TreeMap<>(values);
        Map<Integer, String> keys = new TreeMap<>((one, other) -> Integer.compare(other, one));
        for (String key : toml.keySet()) {
            TomlPosition position = toml.inputPositionOf(List.of(key));
            if (position != null && values.containsKey(NameSyntax.canonical(key))) {
                keys.put(position.line() - 1, key);
            }
        }
        keys.forEach((line, key) -> { // the last one first, so that lines keep their numbers
            String name = NameSyntax.canonical(key);
            List<String> statement = lines.subList(line, end(lines, line));
            statement.clear();
            String value = left.remove(name);
            if (value != null) {
                statement.add(statement(name, value, options));
            }
        });
        left.forEach((name, value) -> {
            if (value != null) {
                lines.add(statement(name, value, options));
            }
        });
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Returns the line behind a statement, which may be an array or a text of several lines. */
    private static int end(List<String> lines, int from) {
        int end = from + 1;
        while (end < lines.size()
                && Toml.parse(String.join("\n", lines.subList(from, end))).hasErrors()) {
            end++;
        }
        return end;
    }

    private static String statement(String name, String value, Options options) {
        if (!options.require(name).repeatable()) {
            return name + " = " + (isBare(value) ? value : quoted(value));
        }
        List<String> elements =
                ListText.split(value, "a list").stream().map(ConfigText::quoted).toList();
        return name + " = [" + String.join(", ", elements) + "]";
    }

    private static boolean isBare(String value) {
        return value.equals("true")
                || value.equals("false")
                || WHOLE.matcher(value).matches();
    }

    /** Returns a text as TOML has it; in single quotes, in which nothing is escaped, if that is possible. */
    private static String quoted(String value) {
        if (value.indexOf('\'') < 0 && value.chars().noneMatch(Character::isISOControl)) {
            return "'" + value + "'";
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
