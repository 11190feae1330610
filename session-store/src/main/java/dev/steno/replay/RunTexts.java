package dev.steno.replay;

import dev.steno.command.CommandException;
import dev.steno.option.Opt;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.replay.ask.RunAsk;
import dev.steno.replay.ask.RunFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code steno replay} as arguments of a command, such as {@code timing=asap}. Pure functions. */
final class RunTexts {
    private static final String CHANGE = "set";

    /** What is an option of {@code steno run} on the command line. */
    private record HostFlag(
            @Opt(help = "Host stays as it was recorded, if all requests go to another server.")
            boolean keepHost) {}

    private RunTexts() {}

    /**
     * Reads options; a switch needs no value, and {@code set} may be repeated.
     *
     * @throws CommandException if they are not valid; the message says why
     */
    static RunAsk read(List<String> texts) {
        Options options = new Options();
        options.register(RunFlags.class);
        options.register(HostFlag.class);
        Map<String, String> given = new HashMap<>();
        List<String> changes = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String value = equals < 0 ? "true" : text.substring(equals + 1);
            if (name.equals(CHANGE)) {
                changes.add(value);
            } else if (options.find(name).isEmpty()) {
                throw new CommandException("there is no option \"" + name
                        + "\"; give one of steno replay, such as timing=asap, target=URL or set=header:NAME=VALUE");
            } else if (given.putIfAbsent(name, value) != null) {
                throw new CommandException("the option " + name + " is given twice");
            }
        }
        try {
            options.apply(Map.of(OptionSource.COMMAND_LINE, given));
            return RunAsk.of(
                    options.get(RunFlags.class),
                    changes,
                    options.get(HostFlag.class).keepHost());
        } catch (OptionException | IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }
}
