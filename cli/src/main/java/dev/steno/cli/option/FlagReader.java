package dev.steno.cli.option;

import dev.steno.cli.command.ArgumentErrors;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ForeignFlags;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.text.Printable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the flags of {@code steno run} from the registry of options: {@code --name value}, {@code --name=value},
 * {@code -n value}, {@code -nvalue}, {@code -qv}, and {@code --set name=value}. A boolean option takes no value, or
 * {@code =true} or {@code =false}. A value that is a flag itself is given with {@code =}.
 *
 * <p>Parsing with picocli would lengthen each start by a fifth: its classes have an old format, which the JVM does not
 * archive. picocli only writes the help page.
 */
public final class FlagReader {
    private static final String SET = "--set";
    private static final String HELP = "--help";

    private final Options options;
    private final List<OptionSpec> known;
    private final Map<OptionSpec, List<String>> given = new IdentityHashMap<>();

    private final String command;
    private final Consumer<String> others;

    private FlagReader(Options options, String command, Consumer<String> others) {
        this.options = options;
        this.command = command;
        this.others = others;
        this.known = options.all();
    }

    /**
     * Returns the values that the arguments give, by option name.
     *
     * @throws Failure if an argument is not a known flag or lacks its value
     * @throws dev.steno.option.OptionException if {@code --set} names an unknown option, or an option is given more
     *     often than it can be
     */
    public static Map<String, String> read(List<String> args, Options options) {
        return read(args, options, "steno run");
    }

    /**
     * Reads the flags of another command that takes them.
     *
     * @param command the words that call it, for messages
     */
    public static Map<String, String> read(List<String> args, Options options, String command) {
        return read(args, options, command, word -> {
            throw Failure.usage(ArgumentErrors.unexpected(word, command));
        });
    }

    /** @param others receives the words that are neither flags nor values of flags */
    public static Map<String, String> read(
            List<String> args, Options options, String command, Consumer<String> others) {
        FlagReader reader = new FlagReader(options, command, others);
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            reader.read(words.next(), words);
        }
        Map<String, String> texts = new TreeMap<>();
        reader.given.forEach((option, values) -> texts.put(option.name(), option.join(values)));
        return texts;
    }

    /**
     * Returns the index of the first word that is neither a flag nor the value of one, or of {@code --}; the number of
     * words if there is none. {@code --help} is a flag.
     *
     * @throws Failure if a word before it is not a known flag or lacks its value
     */
    public static int leadingFlags(List<String> args, Options options, String command) {
        FlagReader reader = new FlagReader(options, command, word -> {});
        ListIterator<String> words = args.listIterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--") || !word.startsWith("-") || word.length() == 1) {
                return words.previousIndex();
            }
            if (!word.equals("-h") && !word.equals(HELP)) {
                reader.read(word, words);
            }
        }
        return args.size();
    }

    /**
     * Returns the values of some options, for what has to be known before all options are: words that are no known flag
     * are skipped, and so is a flag without its value.
     */
    public static Map<String, String> readKnown(List<String> args, Options options, Set<String> names) {
        FlagReader reader = new FlagReader(options, "", word -> {});
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--")) {
                break;
            }
            try {
                reader.read(word, words);
            } catch (Failure | OptionException e) {
                continue; // reported when all options are read
            }
        }
        Map<String, String> texts = new TreeMap<>();
        reader.given.forEach((option, values) -> {
            if (names.contains(option.name())) {
                texts.put(option.name(), option.join(values));
            }
        });
        return texts;
    }

    private void read(String word, Iterator<String> more) {
        if (word.startsWith("--") && word.length() > 2) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            named(name, equals < 0 ? null : word.substring(equals + 1), more);
        } else if (word.startsWith("-") && word.length() > 1) {
            letters(word, more);
        } else {
            others.accept(word);
        }
    }

    private void named(String name, @Nullable String value, Iterator<String> more) {
        if (name.equals(SET)) {
            set(value == null ? next(SET, more) : value);
            return;
        }
        OptionSpec option = find(name.substring(2));
        if (option == null) {
            throw unknown(name);
        }
        if (value != null) {
            addValue(option, value);
        } else {
            addValue(option, isSwitch(option) ? "true" : next(name, more));
        }
    }

    private void letters(String word, Iterator<String> more) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            OptionSpec option = known.stream()
                    .filter(each -> each.flags().contains(letter))
                    .findFirst()
                    .orElseThrow(() -> unknown("-" + letter));
            if (!isSwitch(option)) {
                // the rest of the word is the value
                addValue(option, i + 1 < word.length() ? word.substring(i + 1) : next("-" + letter, more));
                return;
            }
            addValue(option, "true");
        }
    }

    private void set(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw Failure.usage("--set takes NAME=VALUE, not \"" + setting + "\"");
        }
        // the registry accepts other spellings of a name, and suggests the nearest name for an unknown one
        String name = setting.substring(0, equals);
        ForeignFlags.advice("--" + name)
                .filter(advice -> options.find(name).isEmpty())
                .ifPresent(advice -> {
                    throw Failure.usage("there is no option " + Printable.line(name) + ". " + advice);
                });
        OptionSpec option = find(options.require(name).name());
        if (option != null) {
            addValue(option, setting.substring(equals + 1));
        }
    }

    private @Nullable OptionSpec find(String name) {
        for (OptionSpec option : known) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private void addValue(OptionSpec option, String text) {
        given.computeIfAbsent(option, name -> new ArrayList<>()).add(text);
    }

    private Failure unknown(String flag) {
        List<String> names = known.stream().map(option -> "--" + option.name()).toList();
        return Failure.usage(ArgumentErrors.unknownFlag(flag, names, command));
    }

    private String next(String flag, Iterator<String> more) {
        if (!more.hasNext()) {
            throw Failure.usage(flag + " needs a value. See " + command + " --help");
        }
        String value = more.next();
        if (isFlag(value)) {
            String given = Printable.line(value);
            throw Failure.usage(flag + " needs a value, and " + given + " is a flag; if it is the value, write "
                    + (flag.startsWith("--") ? flag + "=" : flag) + given);
        }
        return value;
    }

    /** Whether a word is a flag of the command, with or without its value. */
    private boolean isFlag(String word) {
        if (word.startsWith("--") && word.length() > 2) {
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            return word.equals(HELP) || name.equals(SET.substring(2)) || find(name) != null;
        }
        return word.length() == 2
                && word.charAt(0) == '-'
                && known.stream().anyMatch(option -> option.flags().contains(word.charAt(1)));
    }

    static boolean isSwitch(OptionSpec option) {
        return option.type().name().equals("boolean");
    }
}
