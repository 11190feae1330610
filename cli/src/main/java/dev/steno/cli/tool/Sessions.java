package dev.steno.cli.tool;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.assembly.RecentSessions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.option.Settings;
import dev.steno.cli.terminal.Console;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The parameter that names a session file. Commands that only read take the one that was recorded last by default. */
public final class Sessions {
    private static final String HOME = "--home";

    private Sessions() {}

    /** Adds the parameter for a session that is only read. */
    public static void describe(CommandSpec spec) {
        describe(
                spec,
                "A session file, even one that is being recorded. By default the one that is being recorded with "
                        + "this home folder, else the one that was recorded last.",
                false);
        describeHome(spec, "Steno's home folder, which knows the session recorded last; ~/.steno by default.");
    }

    /** Adds the option for the home folder, to a command that uses its key. */
    public static void describeHome(CommandSpec spec) {
        describeHome(spec, "Steno's home folder, which has the key of the tokens; ~/.steno by default.");
    }

    private static void describeHome(CommandSpec spec, String words) {
        spec.addOption(OptionSpec.builder(HOME)
                .paramLabel("DIR")
                .type(Path.class)
                .description(words)
                .build());
    }

    /** Adds the parameter for a session that must be named, with this description. */
    static void describe(CommandSpec spec, String words) {
        describe(spec, words, true);
    }

    private static void describe(CommandSpec spec, String words, boolean required) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(String.class) // read by SessionAddress, since a single word may be another parameter
                .required(required)
                .arity(required ? "1" : "0..1")
                .description(words)
                .build());
    }

    /** Adds an optional second parameter, which comes alone if the session is not named. */
    public static void describeNext(CommandSpec spec, String label, String words) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel(label)
                .type(String.class)
                .arity("0..1")
                .description(words)
                .build());
    }

    /** Returns the parameters as they were given; the first may be the session or a parameter of the command. */
    public static List<String> given(ParseResult call) {
        return call.matchedPositionals().stream()
                .flatMap(each -> each.originalStringValues().stream())
                .toList();
    }

    /** Returns the session of a command without further parameters. */
    public static SessionAddress address(ParseResult call, Console console) {
        return call.hasMatchedPositional(0)
                ? SessionAddress.of(given(call).get(0))
                : new SessionAddress.FileAddress(newest(call, console));
    }

    /**
     * Returns the session of a command without further parameters, as {@link #address}.
     *
     * @throws Failure if it is not a file
     */
    public static Path file(ParseResult call, Console console) {
        return address(call, console).file();
    }

    /**
     * Returns the session that is being recorded, else the one recorded last, and says so on standard error.
     *
     * @throws Failure if none is known
     */
    public static Path newest(ParseResult call, Console console) {
        Path home = home(call);
        RecentSessions.Recording newest = RecentSessions.newest(home).orElseThrow(() -> {
            String command = call.commandSpec().qualifiedName();
            return Failure.usage(
                    "which session? None was recorded with " + home + " yet; name one: " + command + " work.steno");
        });
        Path file = shortest(newest.file());
        console.say("session " + file + (newest.recording() ? ", which is being recorded" : ", recorded last"));
        return file;
    }

    /** Returns Steno's home folder. */
    public static Path home(ParseResult call) {
        return Settings.home(call.matchedOptionValue(HOME, null));
    }

    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    /** Opens the session for reading. */
    static SessionReader open(ParseResult call, Console console) throws IOException {
        return address(call, console).open();
    }
}
