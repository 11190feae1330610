package dev.steno.cli.help;

import dev.steno.option.NearestName;
import dev.steno.text.Printable;
import dev.steno.text.ShellWord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Builds the message about a first argument that is not a command. Stateless. */
public final class UnknownCommand {
    private static final Pattern FILTER = Pattern.compile("[~&|!()<>=\\s]");

    private UnknownCommand() {}

    /** Returns the message for a word in the place of a command. */
    public static String message(String word, Collection<String> commands) {
        String shown = Printable.line(word);
        if (word.endsWith(".steno") || word.indexOf('/') >= 0) {
            String quoted = quoted(shown);
            return "\"" + shown + "\" is not a command. To record to this file: steno --session " + quoted
                    + "; to list its flows: steno ls " + quoted;
        }
        if (FILTER.matcher(word).find()) {
            return "\"" + shown + "\" is not a command. As a filter it follows a command: steno ls -f " + quoted(shown)
                    + "; see steno help filter";
        }
        Optional<String> advice = WishedCommands.advice(word);
        if (advice.isPresent()) {
            return "there is no command \"" + shown + "\". " + advice.get();
        }
        return "there is no command \"" + shown + "\". "
                + NearestName.to(word, commands)
                        .map(near -> "Did you mean steno " + near + "? ")
                        .orElse("")
                + "See steno help";
    }

    /** Returns the message for a command that comes after flags; empty if none of the arguments is one. */
    public static Optional<String> misplaced(List<String> args, Collection<String> commands) {
        return args.stream()
                .filter(commands::contains)
                .findFirst()
                .map(name -> "a command comes before its flags: steno " + name + " [OPTIONS]. See steno help " + name);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:-]+") ? word : ShellWord.quoted(word);
    }
}
