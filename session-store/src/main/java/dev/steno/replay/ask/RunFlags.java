package dev.steno.replay.ask;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The options of a run: which requests are sent, when, over which connections, and what is changed of them. */
public record RunFlags(
        @Opt(
                help =
                        "Sends all requests to this server instead of the recorded ones, such as http://127.0.0.1:8080; a path"
                                + " is put before the recorded one. Host follows, unless --keep-host.",
                metavar = "URL")
        Optional<String> target,

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

        @Opt(
                help =
                        "Ends an exchange that takes longer, and a stream that waits for its server, or lasts, that much longer than"
                                + " recorded; 0 never does.",
                defaultValue = "30s")
        Duration timeout,

        @Opt(
                help =
                        "For how long an event stream is read at most; without it, until as many events came as were recorded.")
        Optional<Duration> maxTime,

        @Opt(
                help =
                        "Obeys Retry-After: a server that answers 429 or 503 gets the request again, at the time it asks for.")
        boolean polite) {

    /** Times between requests at a rate. */
    public enum Arrivals {
        EVEN,
        POISSON
    }
}
