package dev.steno.cli.replay;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of {@code steno replay}, beside those of {@code steno run}. */
record ReplayFlags(
        @Opt(
                help =
                        "The session to record to, created or resumed, even the one that is sent again; none records nothing."
                                + " Without it, last.steno in the home folder.",
                metavar = "FILE")
        Optional<Path> to,

        @Opt(
                help =
                        "Sends all requests to this server instead of the recorded ones, such as http://127.0.0.1:8080; a path"
                                + " is put before the recorded one. Host follows, unless --keep-host.",
                metavar = "URL")
        Optional<String> target,

        @Opt(
                help =
                        "Sends all requests through this proxy: http://, https:// or socks5://, with user:password@ if it asks"
                                + " for that; as --mode upstream:URL.",
                metavar = "URL",
                secret = true)
        Optional<String> via,

        @Opt(
                help =
                        "When requests are sent: serial, each once the one before has its response; recorded, as far apart as"
                                + " they were; asap, --concurrency at a time; or a rate such as 500/s, whatever the server does.",
                defaultValue = "serial",
                metavar = "TIMING")
        String timing,

        @Opt(help = "A rate for --timing, in requests per second.", metavar = "RATE")
        Optional<String> rate,

        @Opt(
                help =
                        "Upper bound on the requests per second, whatever the timing, such as 50/s; others are sent late.",
                metavar = "RATE")
        Optional<String> maxRate,

        @Opt(
                help = "Times between requests at a rate: even, or poisson, as those of many independent users.",
                defaultValue = "even")
        Arrivals arrivals,

        @Opt(
                help = "How fast recorded times pass, such as 200% for half of them.",
                defaultValue = "100%",
                metavar = "PERCENT")
        String speed,

        @Opt(help = "Upper bound on the time between two requests with --timing recorded.")
        Optional<Duration> maxWait,

        @Opt(
                help =
                        "Upper bound on the requests in flight: 1 if serial, 16 for asap, else 4096; at most 10000. One that"
                                + " finds no room is sent late, and counted.",
                metavar = "N")
        Optional<Integer> concurrency,

        @Opt(help = "Requests of one recorded connection use one connection, each after the responses it came after.")
        boolean perConnection,

        @Opt(help = "Each request uses a new connection.") boolean newConnections,

        @Opt(help = "How often the requests are sent.", defaultValue = "1", metavar = "N")
        int loop,

        @Opt(help = "Ends the run after this time; with --loop 0, only this ends it.")
        Optional<Duration> duration,

        @Opt(help = "A share of the requests, such as 10%; with 10%:header=X-User, of the values of a field.")
        Optional<String> sample,

        @Opt(help = "Upper bound on the requests of a pass.", metavar = "N")
        Optional<Long> limit,

        @Opt(help = "A file with a line NAME=VALUE for each variable {{NAME}} of --set.", metavar = "FILE")
        Optional<Path> env,

        @Opt(
                help =
                        "Values that a request took from a response, such as a session's id, are taken from the new response;"
                                + " --dry-run lists them.")
        boolean correlate,

        @Opt(
                help =
                        "Authorization of all requests instead of the recorded one: user:password, a value such as \"Bearer x\","
                                + " @FILE to read it from, or off for none.",
                secret = true,
                metavar = "VALUE")
        Optional<String> auth,

        @Opt(help = "Sends requests as their clients sent them, before rules and edits changed them.")
        boolean asClient,

        @Opt(help = "Sends all requests in HTTP/1.1.") boolean http1,

        @Opt(help = "Offers HTTP/2 to servers for all requests.")
        boolean http2,

        @Opt(help = "Servers are not spoken to in HTTP/3.", hidden = true)
        boolean http3,

        @Opt(help = "Ends an exchange that takes longer; 0 never does.", defaultValue = "30s")
        Duration timeout,

        @Opt(
                help =
                        "For how long an event stream is read, which may have no end; without it, as long as it was recorded.")
        Optional<Duration> maxTime,

        @Opt(
                help =
                        "Obeys Retry-After: a server that answers 429 or 503 gets the request again, at the time it asks for.")
        boolean polite,

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

    /** Times between requests at a rate. */
    enum Arrivals {
        EVEN,
        POISSON
    }

    /** What makes the command fail. */
    enum FailOn {
        DIFF,
        STATUS,
        FAILED,
        LATE,
        SKIPPED
    }
}
