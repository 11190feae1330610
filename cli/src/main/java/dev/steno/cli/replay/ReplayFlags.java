package dev.steno.cli.replay;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of {@code steno replay} beside those of its run and those of {@code steno run}. */
record ReplayFlags(
        @Opt(
                help =
                        "The session to record to, created or resumed, even the one that is sent again; none records nothing."
                                + " Without it, last.steno in the home folder.",
                metavar = "FILE")
        Optional<Path> to,

        @Opt(
                help =
                        "Sends all requests through this proxy: http://, https:// or socks5://, with user:password@ if it asks"
                                + " for that; as --mode upstream:URL.",
                metavar = "URL",
                secret = true)
        Optional<String> via,

        @Opt(
                help =
                        "Before a run of 1000 requests or more that is not serial, the program sends requests to itself until its"
                                + " code is compiled, at most for this time; 0 does not.",
                defaultValue = "10s",
                metavar = "TIME")
        Duration warmUp,

        @Opt(help = "Compares each response with the recorded one, as steno diff does; exit code 3 if one differs.")
        boolean compare,

        @Opt(
                help =
                        "What --compare ignores beside Date, request ids and the like, such as json:$.time; see steno diff.",
                metavar = "RULE")
        List<String> ignore,

        @Opt(
                help =
                        "What makes the command fail: diff, a response that differs (exit code 3); status, one with another"
                                + " status (3); failed, a request without a response; late, one that was sent late; skipped, one that"
                                + " was not sent (each 1). May be repeated.",
                metavar = "WHAT")
        List<FailOn> failOn,

        @Opt(help = "Prints what would be sent, and sends nothing.")
        boolean dryRun,

        @Opt(help = "Sends requests that may change something to servers other than this machine, without asking.")
        boolean yes,

        @Opt(help = "Prints the report as one JSON object.") boolean json,

        @Opt(help = "Writes the report as a page with plots as well, which needs no other file.", metavar = "FILE")
        Optional<Path> html) {

    /** What makes the command fail. */
    enum FailOn {
        DIFF,
        STATUS,
        FAILED,
        LATE,
        SKIPPED
    }
}
