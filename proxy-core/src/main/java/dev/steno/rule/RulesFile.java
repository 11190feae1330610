package dev.steno.rule;

import dev.steno.rule.spec.RuleException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads rules from a TOML 1.0 file: a table {@code [[rule]]} for each, with its name, its filter and one action under the
 * name of its kind. For one reading; blocking.
 */
public final class RulesFile {
    private static final Set<String> COMMON =
            Set.of("name", "on", "filter", "times", "probability", "until", "when", "then");
    private static final long NANOS = 1_000_000_000L;

    private final Path file;
    private final RuleStates states;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private RulesFile(Path file, RuleStates states) {
        this.file = file;
        this.states = states;
    }

    /**
     * Reads a file.
     *
     * @param states those that its rules set and ask for
     * @return its rules, in their order
     * @throws RuleException if the file cannot be read, or any of its rules is not valid; names all lines with errors
     */
    static List<Rule> read(Path file, RuleStates states) {
        RulesFile reading = new RulesFile(file, states);
        try {
            String text = Files.readString(file);
            reading.read(Toml.parse(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (NoSuchFileException e) {
            throw new RuleException("the rules file " + file + " does not exist");
        } catch (CharacterCodingException e) {
            throw new RuleException("the rules file " + file + " is not in UTF-8");
        } catch (IOException e) {
            throw new RuleException("the rules file " + file + " cannot be read: " + e.getMessage());
        }
        if (!reading.problems.isEmpty()) {
            throw new RuleException(String.join("; ", reading.problems));
        }
        return List.copyOf(reading.rules);
    }

    private void read(TomlParseResult toml) {
        for (TomlParseError error : toml.errors()) {
            report(error.position(), String.valueOf(error.getMessage()));
        }
        if (!problems.isEmpty()) {
            return;
        }
        for (String key : toml.keySet()) {
            if (!key.equals("rule")) {
                report(
                        toml.inputPositionOf(List.of(key)),
                        "\"" + key + "\" is unknown; rules are tables named [[rule]]");
            }
        }
        Object all = toml.get(List.of("rule"));
        if (all instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof TomlTable table) {
                    read(table, array.inputPositionOf(i));
                } else {
                    report(array.inputPositionOf(i), "a rule is a table [[rule]]");
                }
            }
        } else if (all != null) {
            report(toml.inputPositionOf("rule"), "rules are written as tables named [[rule]]");
        }
    }

    private void read(TomlTable table, @Nullable TomlPosition start) {
        RuleTable rule = new RuleTable(table, file.toAbsolutePath().getParent());
        String key = null;
        try {
            for (String one : table.keySet()) {
                if (!COMMON.contains(one)) {
                    RuleKind.of(one);
                    if (key != null) {
                        throw new RuleException("a rule has one action, and this one has " + key + " and " + one);
                    }
                    key = one;
                }
            }
            if (key == null) {
                throw new RuleException("this rule has no action; give it one, such as block-list = 404");
            }
            RuleKind kind = RuleKind.of(key);
            String name = name(rule);
            rules.add(Rule.of(
                    name,
                    kind,
                    rule.shown(key),
                    rule.text("filter", ""),
                    RuleActions.of(kind, key, rule),
                    rule.flag("on", true),
                    file.getFileName().toString(),
                    terms(rule)));
        } catch (RuleException e) {
            TomlPosition position = rule.lastRead() == null ? start : table.inputPositionOf(List.of(rule.lastRead()));
            report(position == null ? start : position, String.valueOf(e.getMessage()));
        }
    }

    private String name(RuleTable rule) {
        String name = rule.text("name", "");
        if (!name.matches("[^\\s!]\\S{0,99}")) {
            throw new RuleException(
                    "\"" + name + "\" is not the name of a rule: up to 100 characters without blanks, and"
                            + " without an exclamation mark at the start");
        }
        if (!names.add(name)) {
            throw new RuleException("the name " + name + " is given a second time");
        }
        return name;
    }

    private RuleTerms terms(RuleTable rule) {
        long times = rule.number("times", Long.MAX_VALUE);
        double probability = rule.fraction("probability", 1);
        long until = until(rule.value("until"));
        RuleStates.Terms inStates = states(rule);
        return times == Long.MAX_VALUE && probability == 1 && until == Long.MAX_VALUE && inStates == null
                ? RuleTerms.ALWAYS
                : new RuleTerms(times, probability, until, inStates);
    }

    private RuleStates.@Nullable Terms states(RuleTable rule) {
        Map<String, String> when = rule.texts("when");
        Map<String, String> then = rule.texts("then");
        return when.isEmpty() && then.isEmpty() ? null : new RuleStates.Terms(states, when, then);
    }

    private static long until(@Nullable Object value) {
        if (value == null) {
            return Long.MAX_VALUE;
        }
        Instant time = value instanceof OffsetDateTime exact
                ? exact.toInstant()
                : value instanceof LocalDateTime local
                        ? local.atZone(ZoneId.systemDefault()).toInstant()
                        : null;
        if (time == null) {
            throw new RuleException("until is a date and time, such as 2026-03-01T12:00:00Z");
        }
        return time.getEpochSecond() * NANOS + time.getNano();
    }

    private void report(@Nullable TomlPosition position, String text) {
        problems.add(file + ":" + (position == null ? "1:1" : position.line() + ":" + position.column()) + ": " + text);
    }
}
