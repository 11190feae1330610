package dev.steno.cli.tool;

import dev.steno.filter.FilterGrammar;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.NearestName;
import dev.steno.text.Printable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words the message of a listing without a flow. A filter of bare words is searched for in URLs only, so a reader who
 * meant a body, a method, a status or a file would otherwise conclude that the session lacks what was looked for.
 */
final class NoMatch {
    private static final String NO_FLOWS = "the session has no flows yet";

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|CONNECT|TRACE|QUERY");
    private static final Pattern COMPARED = Pattern.compile("([A-Za-z_]{3,})([=:~].+)");
    private static final Pattern FILE = Pattern.compile(".+\\.(flow|mitm|har|dump|db|sqlite|sqlite3|pcap|json|zip|gz)");

    private NoMatch() {}

    /**
     * The message.
     *
     * @param filter as the user wrote it, empty if none was given
     * @param all how many flows the session has
     */
    static String message(String filter, long all) {
        List<String> words = List.of(filter.strip().split("\\s+"));
        boolean bare = words.stream().allMatch(NoMatch::isBare);
        String looked = " (" + all + " looked at)";
        if (!bare) {
            return all == 0 ? NO_FLOWS : "no flow matches" + looked;
        }
        String named = Printable.line(String.join(" and ", words));
        String first = all == 0 ? NO_FLOWS : "no flow's URL has " + named + looked;
        List<String> hints = new ArrayList<>();
        for (String word : words) {
            hint(word, all).ifPresent(hints::add);
        }
        return hints.isEmpty()
                ? first
                : first + "; " + hints.stream().distinct().collect(Collectors.joining("; "));
    }

    /** Whether the filter takes a word for a part of the URL without being told to. */
    private static boolean isBare(String word) {
        try {
            return !word.startsWith("~")
                    && !word.isEmpty()
                    && FilterParser.parseOrAll(word).equals(FilterParser.parseOrAll("~u " + word));
        } catch (FilterSyntaxException e) {
            return false;
        }
    }

    private static Optional<String> hint(String word, long all) {
        String shown = Printable.line(word);
        if (isFolder(word)) {
            return Optional.of(shown + " is a folder; name a session file in it");
        }
        if (FILE.matcher(word).matches()) {
            return Optional.of("there is no file " + shown);
        }
        if (all == 0) {
            return Optional.empty();
        }
        Matcher compared = COMPARED.matcher(word);
        if (compared.matches()) {
            return NearestName.to(compared.group(1), names())
                    .map(name -> "did you mean " + name + Printable.line(compared.group(2)) + "?")
                    .or(() -> Optional.of("in bodies: '~b " + shown + "'"));
        }
        if (METHOD.matcher(word).matches()) {
            return Optional.of("methods: '~m " + shown + "'");
        }
        if (STATUS.matcher(word).matches()) {
            return Optional.of("status codes: '~c " + shown + "'");
        }
        return Optional.of("in bodies: '~b " + shown + "'");
    }

    private static boolean isFolder(String word) {
        try {
            return Files.isDirectory(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The names that are compared, as opposed to the letters. */
    private static List<String> names() {
        return FilterGrammar.operators().stream()
                .map(FilterGrammar.Operator::spelling)
                .filter(spelling -> !spelling.startsWith("~"))
                .toList();
    }
}
