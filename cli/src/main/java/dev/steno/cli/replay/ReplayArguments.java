package dev.steno.cli.replay;

import dev.steno.cli.command.Failure;
import dev.steno.replay.request.RequestChange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The arguments of {@code steno replay}, sorted: changes of requests are taken from those of {@code --set}, which otherwise
 * names an option, {@code --to} is the session that {@code steno run} calls {@code --session}, and {@code --via} the next proxy of
 * {@code --mode}. Immutable.
 *
 * @param flags for the reader of flags
 * @param changes the values of {@code --set} that change requests
 */
record ReplayArguments(List<String> flags, List<String> changes) {
    private static final Pattern PROXY = Pattern.compile("(?i)(https?|socks5)://[^\\s/]+/?");
    private static final String SET = "--set";
    private static final String TO = "--to";
    private static final String VIA = "--via";
    private static final String MODE = "--mode";

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
            } else if (word.equals(VIA) && i + 1 < args.size()) {
                flags.add(throughProxy(args.get(++i)));
            } else if (word.startsWith(VIA + "=")) {
                flags.add(throughProxy(word.substring(VIA.length() + 1)));
            } else {
                flags.add(word);
            }
        }
        boolean via = args.stream().anyMatch(word -> word.equals(VIA) || word.startsWith(VIA + "="));
        boolean mode = args.stream().anyMatch(word -> word.equals(MODE) || word.startsWith(MODE + "="));
        if (via && mode) {
            throw Failure.usage("--via and --mode contradict each other; --via URL is --mode upstream:URL");
        }
        return new ReplayArguments(List.copyOf(flags), List.copyOf(changes));
    }

    private static String throughProxy(String url) {
        if (!PROXY.matcher(url).matches()) {
            throw Failure.usage(
                    "--via " + url.replaceAll("//[^/@]*@", "//…@")
                            + " is no URL of a proxy; it must be one such as http://proxy.example:3128, https://… or socks5://…");
        }
        return MODE + "=upstream:" + url;
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
