package dev.steno.cli.replay;

import dev.steno.cli.command.Failure;
import dev.steno.replay.request.RequestChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of {@code steno replay}, sorted: changes of requests are taken from those of {@code --set}, which otherwise
 * names an option, and {@code --to} is the session that {@code steno run} calls {@code --session}. Immutable.
 *
 * @param flags for the reader of flags
 * @param changes the values of {@code --set} that change requests
 */
record ReplayArguments(List<String> flags, List<String> changes) {
    private static final String SET = "--set";
    private static final String TO = "--to";

    static ReplayArguments of(List<String> args) {
        List<String> flags = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (word.equals("--")) {
                flags.addAll(args.subList(i, args.size()));
                break;
            }
            if (word.equals(SET) && i + 1 < args.size() && RequestChange.isOne(args.get(i + 1))) {
                changes.add(args.get(++i));
            } else if (word.startsWith(SET + "=") && RequestChange.isOne(word.substring(SET.length() + 1))) {
                changes.add(word.substring(SET.length() + 1));
            } else if (word.equals(TO) || word.startsWith(TO + "=")) {
                flags.add("--session" + word.substring(TO.length()));
            } else {
                flags.add(word);
            }
        }
        return new ReplayArguments(List.copyOf(flags), List.copyOf(changes));
    }

    /** Returns the session and the filter of the words that are no flags. */
    static List<String> sessionAndFilter(List<String> words) {
        if (words.isEmpty()) {
            throw Failure.usage("which session? steno replay SESSION [FILTER], as in steno replay work.steno '~m GET'");
        }
        if (words.size() > 2) {
            throw Failure.usage("\"" + words.get(2)
                    + "\" is too much: the session and one filter are named; quote a filter" + " that has blanks");
        }
        return words;
    }
}
