package dev.steno.option;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads options from a TOML 1.0 file: one key per option, in kebab-case or snake_case, with a string, number or
 * boolean; an array if the option is repeatable. Blocking disk access on the calling thread.
 */
public final class ConfigFile {
    /** The file's name in Steno's home folder. */
    public static final String NAME = "config.toml";

    private final Path file;
    private final Options options;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> texts = new TreeMap<>();

    private final Predicate<String> skipped;

    private ConfigFile(Path file, Options options, Predicate<String> skipped) {
        this.file = file;
        this.options = options;
        this.skipped = skipped;
    }

    /**
     * Reads a file for {@link Options#apply}.
     *
     * @return texts by option name; empty if the file does not exist
     * @throws ConfigException if the file cannot be read, is not TOML, names an undeclared option or has a value that
     *     cannot be parsed or is rejected; lists all such problems at once
     */
    public static Map<String, String> read(Path file, Options options) {
        return read(file, options, name -> false);
    }

    /**
     * Reads a file in which some options are of no interest.
     *
     * @param skipped whether an option is skipped, by its name in kebab-case; it may be undeclared then
     */
    public static Map<String, String> read(Path file, Options options, Predicate<String> skipped) {
        String content;
        try {
            content = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            throw new ConfigException(List.of(file + ": is not UTF-8 text; save it in the encoding UTF-8"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + reason(e)));
        }
        return new ConfigFile(file, options, skipped).texts(content);
    }

    /** The reason of a failure, without the exception's class and the file's name. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
    }

    private Map<String, String> texts(String content) {
        // editors of Windows write a byte order mark; TOML has none
        TomlParseResult toml = Toml.parse(content.startsWith("\uFEFF") ? content.substring(1) : content);
        for (TomlParseError error : toml.errors()) {
            boolean escape = String.valueOf(error.getMessage()).contains("escape");
            report(
                    error.position(),
                    escape
                            ? new OptionException(error.getMessage()
                                    + ": in double quotes, a backslash is written twice; in single quotes, once, as in"
                                    + " 'C:\\work.steno'")
                            : error);
        }
        if (problems.isEmpty()) {
            for (String key : toml.keySet()) {
                if (skipped.test(NameSyntax.canonical(key))) {
                    continue;
                }
                TomlPosition position = toml.inputPositionOf(List.of(key));
                try {
                    readOption(key, toml.get(List.of(key)));
                } catch (OptionException e) {
                    report(position, e);
                }
            }
        }
        if (problems.isEmpty()) {
            checkTogether(toml);
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new ConfigException(problems.stream()
                    .map(problem -> file + ":" + problem.line + ":" + problem.column + ": " + problem.text)
                    .toList());
        }
        return texts;
    }

    /** Finds values that each are of their type, and that their record rejects. */
    private void checkTogether(TomlParseResult toml) {
        try {
            options.check(OptionSource.CONFIG, texts);
        } catch (OptionException together) {
            for (String key : toml.keySet()) {
                String name = NameSyntax.canonical(key);
                try {
                    options.check(OptionSource.CONFIG, Map.of(name, texts.getOrDefault(name, "")));
                } catch (OptionException alone) {
                    report(toml.inputPositionOf(List.of(key)), alone);
                }
            }
            if (problems.isEmpty()) {
                throw new ConfigException(List.of(file + ": " + together.getMessage()));
            }
        }
    }

    private void readOption(String key, @Nullable Object value) {
        if (value instanceof TomlTable) {
            throw new OptionException(key + " is a table; options are written as plain keys, without sections");
        }
        OptionSpec option = options.require(key);
        String text = value instanceof TomlArray array ? arrayText(option, array) : scalarText(option, value);
        option.check(text);
        if (texts.put(option.name(), text) != null) {
            throw new OptionException("option " + option.name() + " is given a second time");
        }
    }

    private String arrayText(OptionSpec option, TomlArray array) {
        if (!option.repeatable()) {
            throw new OptionException("option " + option.name() + " takes one value, not an array");
        }
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            elements.add(plainText(option, array.get(i)));
        }
        return option.join(elements);
    }

    private String scalarText(OptionSpec option, @Nullable Object value) {
        String text = plainText(option, value);
        return option.repeatable() ? option.join(List.of(text)) : text;
    }

    private static String plainText(OptionSpec option, @Nullable Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value.toString();
        }
        throw new OptionException("option " + option.name() + " takes a string, a number or a boolean here");
    }

    private void report(@Nullable TomlPosition position, RuntimeException error) {
        String text = String.valueOf(error.getMessage());
        problems.add(
                position == null ? new Problem(1, 1, text) : new Problem(position.line(), position.column(), text));
    }

    private record Problem(int line, int column, String text) {}
}
