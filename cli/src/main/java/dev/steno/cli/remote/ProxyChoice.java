package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.cli.option.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that choose a running Steno. Stateless. */
public final class ProxyChoice {
    private static final String SESSION = "--session";
    private static final String HOME = "--home";

    private ProxyChoice() {}

    /** Adds the flags to a command. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-s", SESSION)
                .paramLabel("FILE")
                .type(Path.class)
                .description("The Steno that records to this session. Needed if several run with the home folder.")
                .build());
        spec.addOption(OptionSpec.builder(HOME)
                .paramLabel("DIR")
                .type(Path.class)
                .description("Steno's home folder; ~/.steno by default.")
                .build());
    }

    /**
     * Returns all that the flags allow.
     *
     * @throws Failure if there is none; exit code 1
     */
    static List<RunningProxy> all(ParseResult call) throws IOException {
        Path home = home(call);
        List<RunningProxy> running = RunningProxy.in(home);
        if (running.isEmpty()) {
            throw Failure.because("no Steno runs with the home folder " + home + ": start one with steno run, or name "
                    + "its home folder by --home");
        }
        Path session = call.matchedOptionValue(SESSION, null);
        if (session == null) {
            return running;
        }
        List<RunningProxy> chosen =
                running.stream().filter(each -> each.recordsTo(session)).toList();
        if (chosen.isEmpty()) {
            throw Failure.because(
                    "no Steno records to " + session + "; with the home folder " + home + " run: " + labels(running));
        }
        return chosen;
    }

    /**
     * Returns the one that the flags name, or the only one.
     *
     * @throws Failure if there is none (exit code 1), or several (exit code 2)
     */
    public static RunningProxy one(ParseResult call) throws IOException {
        List<RunningProxy> all = all(call);
        if (all.size() > 1) {
            throw Failure.usage("which Steno? " + all.size() + " run with the home folder " + home(call)
                    + ", choose one by --session: " + labels(all));
        }
        return all.get(0);
    }

    /** Whether a call has any of the flags. */
    public static boolean isGiven(ParseResult call) {
        return call.hasMatchedOption(SESSION) || call.hasMatchedOption(HOME);
    }

    public static Path home(ParseResult call) {
        return Settings.home(call.matchedOptionValue(HOME, null));
    }

    private static String labels(List<RunningProxy> all) {
        return all.stream().map(RunningProxy::label).collect(Collectors.joining(", "));
    }
}
