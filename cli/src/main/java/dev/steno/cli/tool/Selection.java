package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.StoreUrl;
import dev.steno.cli.command.ArgumentErrors;
import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.filter.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The session and the filter of a command that lists flows. Both may be left out, so a single parameter may be either.
 *
 * @param session where the flows are
 * @param filter which of its flows
 * @param text the filter as it was given; empty if none was
 */
record Selection(SessionAddress session, Filter filter, String text) {

    static void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Sessions.describeNext(
                spec,
                "FILTER",
                "Only flows that match, e.g. '~d example.org & status >= 400'. A single parameter is the session if it "
                        + "ends in .steno, is an existing file or the URL of a store, otherwise the filter.");
        Filters.describe(spec);
    }

    /** @throws Failure if the filter is given twice or is not valid, or no session was named and none is known */
    static Selection of(ParseResult call, Console console) {
        List<String> given = Sessions.given(call);
        if (given.size() == 2 && given.get(0).startsWith("~") && !isSession(given.get(0))) {
            throw Failure.usage(
                    ArgumentErrors.unquoted(given, call.commandSpec().qualifiedName()));
        }
        boolean named = given.size() == 2 || given.size() == 1 && isSession(given.get(0));
        List<String> filters = named ? given.subList(1, given.size()) : given;
        if (!filters.isEmpty() && call.hasMatchedOption("--filter")) {
            throw Failure.usage("the filter is given twice: as \"" + filters.get(0) + "\" and with --filter");
        }
        String text = filters.isEmpty() ? call.matchedOptionValue("--filter", "") : filters.get(0);
        Filter filter = Filters.parse(text);
        SessionAddress session = named
                ? SessionAddress.of(given.get(0))
                : new SessionAddress.FileAddress(Sessions.newest(call, console));
        Filters.tellRecorder(filter, session, console);
        return new Selection(session, filter, text);
    }

    /** Whether a word names a session rather than anything else a command may be given. */
    static boolean isSession(String word) {
        return StoreUrl.is(word) || word.endsWith(".steno") || Files.isRegularFile(Path.of(word));
    }
}
