package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.flow.FlowNumber;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/**
 * One flow of a session. The session may be left out, so a single parameter is the number.
 *
 * @param session where the flow is
 * @param id the flow's number
 */
record FlowReference(SessionAddress session, long id) {
    private static final Pattern NUMBER = Pattern.compile("#?[0-9]+(\\.[0-9]+)?");

    /** @throws Failure if there is no number, or no session was named and none is known */
    static FlowReference of(ParseResult call, Console console) {
        List<String> given = Sessions.given(call);
        if (given.isEmpty() || given.size() == 1 && Selection.isSession(given.get(0))) {
            throw Failure.usage("which flow? Give its number, as steno ls shows it: steno show "
                    + given.stream().map(file -> file + " ").collect(Collectors.joining()) + "12");
        }
        if (given.size() == 2
                && !Selection.isSession(given.get(0))
                && NUMBER.matcher(given.get(0)).matches()) {
            throw Failure.usage("one flow at a time: steno show " + given.get(0) + "; several as JSON: steno ls --json"
                    + " --headers 'id in (" + given.get(0) + ", " + given.get(1) + ")'");
        }
        String number = given.get(given.size() - 1);
        long id = number(number);
        return new FlowReference(
                given.size() == 2
                        ? SessionAddress.of(given.get(0))
                        : new SessionAddress.FileAddress(Sessions.newest(call, console)),
                id);
    }

    private static long number(String text) {
        return FlowNumber.parse(text.startsWith("#") ? text.substring(1) : text)
                .orElseThrow(() ->
                        Failure.usage("\"" + text + "\" is not the number of a flow; steno ls shows the numbers"));
    }
}
