package dev.steno.cli.mock;

import dev.steno.cli.command.Failure;
import dev.steno.cli.option.FlagReader;
import dev.steno.mock.MockMode;
import dev.steno.mock.MockOptions;
import dev.steno.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code steno mock}: a session, a filter, short names of the options of a mock, and all flags of {@code steno
 * run}. Immutable.
 *
 * @param session the recorded session
 * @param filter of the flows that answer; empty for all
 * @param mode what happens to requests
 * @param flags those of {@code steno run}, without the sessions
 */
record MockArguments(Path session, String filter, MockMode mode, List<String> flags) {
    private static final String COMMAND = "steno mock";

    /** The short names and the options that they stand for. */
    static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("--mode", "--mock-mode"),
            Map.entry("--order", "--mock-order"),
            Map.entry("--repeat", "--mock-repeat"),
            Map.entry("--per-client", "--mock-per-client"),
            Map.entry("--latency", "--mock-latency"),
            Map.entry("--interim", "--mock-interim"),
            Map.entry("--pace", "--mock-pace"),
            Map.entry("--websocket", "--mock-websocket"),
            Map.entry("--loose", "--mock-loose"),
            Map.entry("--match-query-order", "--mock-match-query-order"),
            Map.entry("--content", "--mock-content"),
            Map.entry("--ignore-json", "--mock-ignore-json"),
            Map.entry("--cors-preflight", "--mock-cors-preflight"),
            Map.entry("--keep-state", "--mock-keep-state"),
            Map.entry("--older-than", "--mock-older-than"),
            Map.entry("--fallback-after", "--mock-fallback-after"),
            Map.entry("--extra", "--server-replay-extra"),
            Map.entry("--refresh", "--server-replay-refresh"),
            Map.entry("--use-headers", "--server-replay-use-headers"),
            Map.entry("--ignore-content", "--server-replay-ignore-content"),
            Map.entry("--ignore-params", "--server-replay-ignore-params"),
            Map.entry("--ignore-payload-params", "--server-replay-ignore-payload-params"),
            Map.entry("--ignore-host", "--server-replay-ignore-host"),
            Map.entry("--ignore-port", "--server-replay-ignore-port"));

    /** Switches that are on by default, and so are given to be turned off. */
    private static final Set<String> ON = Set.of("--mock-match-query-order", "--server-replay-refresh");

    /** A value of {@code --mode} that is one of a listener, whose errors others tell. */
    private static final Pattern LISTENER =
            Pattern.compile("(?s)(regular|transparent|socks5|upstream|reverse)([:@,].*)?");

    private static final String MODE = "--mock-mode";
    private static final String REVERSE = "--reverse";

    MockArguments {
        flags = List.copyOf(flags);
    }

    /**
     * Reads the arguments.
     *
     * @param options the registry, whose flags may be among them
     * @throws Failure if they are not valid
     */
    static MockArguments of(List<String> args, Options options) {
        List<String> flags = translated(args);
        List<String> words = new ArrayList<>();
        List<String> rest = flags;
        List<String> known = new ArrayList<>();
        while (!rest.isEmpty()) {
            int end = FlagReader.leadingFlags(rest, options, COMMAND);
            known.addAll(rest.subList(0, end));
            if (end < rest.size()) {
                words.add(rest.get(end));
            }
            rest = rest.subList(Math.min(rest.size(), end + 1), rest.size());
        }
        words.remove("--");
        if (words.isEmpty()) {
            throw Failure.usage("which session? " + COMMAND + " SESSION [FILTER] [OPTIONS]");
        } else if (words.size() > 2) {
            throw Failure.usage("\"" + words.get(2) + "\" is too much: " + COMMAND
                    + " SESSION [FILTER] [OPTIONS]; a filter with blanks is put in quotes");
        }
        MockMode mode = mode(value(known, MODE));
        addUnlessGiven(known, MODE, label(MockMode.STRICT));
        addUnlessGiven(known, "--mock-repeat", "last");
        return new MockArguments(Path.of(words.get(0)), words.size() < 2 ? "" : words.get(1), mode, known);
    }

    private static List<String> translated(List<String> args) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? null : word.substring(equals + 1);
            String next = value == null && i + 1 < args.size() ? args.get(i + 1) : value;
            if (name.equals(REVERSE)) {
                if (next == null) {
                    throw Failure.usage(REVERSE + " needs a value, such as " + REVERSE + " https://api.example.org");
                }
                flags.add("--mode=reverse:" + next);
                i += value == null ? 1 : 0;
                continue;
            }
            if (name.equals("--mode")
                    && next != null
                    && !isMode(next)
                    && !LISTENER.matcher(next).matches()) {
                throw Failure.usage("--mode: \"" + next + "\" is no mode of a mock, such as "
                        + Arrays.stream(MockMode.values())
                                .map(MockArguments::label)
                                .collect(Collectors.joining(", "))
                        + ", nor one of a listener, such as socks5 or reverse:URL");
            }
            String option = SHORT.get(name);
            if (option == null || name.equals("--mode") && next != null && !isMode(next)) {
                flags.add(word);
                continue;
            }
            Boolean on = ON.contains(option) ? onOrOff(next) : null;
            if (on != null || value != null) {
                flags.add(option + "=" + (on == null ? value : on));
                i += value == null ? 1 : 0;
            } else {
                flags.add(option);
            }
        }
        return flags;
    }

    private static @Nullable Boolean onOrOff(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> null;
        };
    }

    /** Whether a value of {@code --mode} is one of a mock; others are those of listeners. */
    private static boolean isMode(String text) {
        return Arrays.stream(MockMode.values()).anyMatch(mode -> label(mode).equals(text.toLowerCase(Locale.ROOT)));
    }

    private static MockMode mode(@Nullable String text) {
        return Arrays.stream(MockMode.values())
                .filter(mode -> label(mode).equals(text))
                .findFirst()
                .orElse(MockMode.STRICT);
    }

    static String label(MockMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String value(List<String> flags, String name) {
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i).startsWith(name + "=")) {
                return flags.get(i).substring(name.length() + 1);
            }
            if (flags.get(i).equals(name) && i + 1 < flags.size()) {
                return flags.get(i + 1);
            }
        }
        return null;
    }

    private static void addUnlessGiven(List<String> flags, String name, String value) {
        if (value(flags, name) == null) {
            flags.add(name + "=" + value);
        }
    }

    /** Returns a message about options of {@code steno run} with the names that they have in this command. */
    static String inShortNames(String message) {
        String text = message;
        for (Map.Entry<String, String> each : SHORT.entrySet()) {
            String option = each.getValue();
            String subject = "option " + option.substring(2) + ": ";
            text = text.startsWith(subject) ? each.getKey() + ": " + text.substring(subject.length()) : text;
            text = text.replaceAll("(?<![\\w-])" + option + "(?![\\w-])", each.getKey());
        }
        return text;
    }

    /** Whether forwarded flows are added to the session, so that it is the one that is recorded to. */
    boolean records() {
        return switch (mode) {
            case ONCE, NEW, RECORD -> true;
            case REPLAY, STRICT, SPY, FALLBACK, DIFF -> false;
        };
    }

    /**
     * Returns the arguments of {@code steno run}.
     *
     * @param file the session file to answer from
     */
    List<String> forRun(Path file) {
        List<String> all = new ArrayList<>(flags);
        if (records() && value(flags, "--session") == null && value(flags, "-s") == null) {
            all.add("--session=" + file);
            all.add("--server-replay=" + MockOptions.THIS_SESSION);
        } else {
            all.add("--server-replay=" + file);
        }
        if (!filter.isEmpty()) {
            all.add("--mock-filter=" + filter);
        }
        return all;
    }
}
