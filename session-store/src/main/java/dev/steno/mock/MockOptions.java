package dev.steno.mock;

import dev.steno.compare.IgnoreRule;
import dev.steno.filter.FilterParser;
import dev.steno.mock.key.ContentRule;
import dev.steno.mock.key.MatchRules;
import dev.steno.mock.socket.SocketPace;
import dev.steno.option.Opt;
import dev.steno.option.RefusedOptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Options of server replay. Those that mitmproxy has too begin with {@code server-replay}. */
public record MockOptions(
        @Opt(
                help =
                        "Answers requests with the recorded responses of this session file; @session for the one in use.",
                metavar = "FILE|@session",
                live = true)
        List<String> serverReplay,

        @Opt(help = "Uses each recorded response any number of times, instead of once.", live = true)
        boolean serverReplayReuse,

        @Opt(help = "The same as --server-replay-reuse, by mitmproxy's older name.", hidden = true, live = true)
        boolean serverReplayNopop,

        @Opt(
                help = "Moves the dates of recorded responses, and those of their cookies, to the present.",
                defaultValue = "true",
                live = true)
        boolean serverReplayRefresh,

        @Opt(help = "A header field that a request must have with the recorded value.", metavar = "NAME", live = true)
        List<String> serverReplayUseHeaders,

        @Opt(help = "Finds recorded requests whatever their content.", live = true)
        boolean serverReplayIgnoreContent,

        @Opt(
                help = "A parameter of the query that does not matter when recorded requests are found.",
                metavar = "NAME",
                live = true)
        List<String> serverReplayIgnoreParams,

        @Opt(
                help = "A field of a form that does not matter when recorded requests are found.",
                metavar = "NAME",
                live = true)
        List<String> serverReplayIgnorePayloadParams,

        @Opt(help = "Finds recorded requests whatever their host.", live = true)
        boolean serverReplayIgnoreHost,

        @Opt(help = "Finds recorded requests whatever their port.", live = true)
        boolean serverReplayIgnorePort,

        @Opt(
                help =
                        "What a request gets that was not recorded: it is forwarded, ended, or answered with this status.",
                defaultValue = "forward",
                allowed = {"forward", "kill", "204", "400", "404", "500"},
                live = true)
        String serverReplayExtra,

        @Opt(help = "The same as --server-replay-extra kill, by mitmproxy's older name.", hidden = true, live = true)
        boolean serverReplayKillExtra,

        @Opt(
                help = "What happens to requests that were recorded, and to others, while --server-replay is set.",
                defaultValue = "replay",
                live = true)
        MockMode mockMode,

        @Opt(help = "Only recorded flows that match this filter answer.", metavar = "FILTER", live = true)
        String mockFilter,

        @Opt(
                help = "Which of several recorded responses to equal requests answers.",
                defaultValue = "recorded",
                live = true)
        MockOrder mockOrder,

        @Opt(
                help = "What answers once all recorded responses to equal requests were used.",
                defaultValue = "stop",
                live = true)
        MockRepeat mockRepeat,

        @Opt(help = "Each client address begins with the first recorded response.", live = true)
        boolean mockPerClient,

        @Opt(
                help =
                        "How long answers wait: none, recorded for as long as the server did, a percentage of that such as 50%, a duration such as 200ms, or as in a network such as 3g.",
                defaultValue = "none",
                suggested = {"none", "recorded", "50%", "200ms", "3g", "slow-3g", "slow-4g", "fast-4g", "lte", "dsl"},
                live = true)
        String mockLatency,

        @Opt(
                help = "When the messages of recorded servers of WebSockets are sent.",
                defaultValue = "lockstep",
                live = true)
        SocketPace mockWebsocket,

        @Opt(help = "Sends the recorded interim responses, such as 103, before each answer.", live = true)
        boolean mockInterim,

        @Opt(help = "How fast recorded streams of events and of gRPC are sent.", defaultValue = "recorded", live = true)
        MockPace mockPace,

        @Opt(
                help =
                        "Percent-encoded characters that need not be encoded are equal to plain ones in paths and queries.",
                live = true)
        boolean mockLoose,

        @Opt(help = "Whether parameters of the query must have the recorded order.", defaultValue = "true", live = true)
        boolean mockMatchQueryOrder,

        @Opt(help = "How much of the content of requests must be equal.", defaultValue = "auto", live = true)
        ContentRule mockContent,

        @Opt(
                help = "Values of JSON in requests that do not matter, such as $.id or $..timestamp.",
                metavar = "PATH",
                live = true)
        List<String> mockIgnoreJson,

        @Opt(
                help =
                        "Answers requests by which browsers ask whether they may use another origin, if they were not recorded.",
                live = true)
        boolean mockCorsPreflight,

        @Opt(
                help = "Keeps which recorded responses were used in this file, from which the next start goes on.",
                metavar = "FILE")
        Optional<Path> mockKeepState,

        @Opt(
                help =
                        "With --mock-mode fallback: how long a server may take to its response before the recorded one is sent; 0s for any time.",
                defaultValue = "0s",
                metavar = "DURATION",
                live = true)
        Duration mockFallbackAfter,

        @Opt(
                help = "With --mock-mode record: recorded responses younger than this are answered.",
                defaultValue = "0s",
                metavar = "DURATION",
                live = true)
        Duration mockOlderThan) {

    /** Stands for the session in use. */
    public static final String THIS_SESSION = "@session";

    /** @throws RefusedOptionException if a value is not valid */
    public MockOptions {
        check("mock-filter", () -> FilterParser.parseOrAll(mockFilter));
        check("mock-latency", () -> MockLatency.parse(mockLatency));
        check("mock-ignore-json", () -> jsonPaths(mockIgnoreJson));
    }

    private static void check(String option, Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            throw new RefusedOptionException(option, e);
        }
    }

    private static List<Pattern> jsonPaths(List<String> texts) {
        List<Pattern> paths = new ArrayList<>();
        for (String text : texts) {
            try {
                paths.add(MatchRules.jsonPath(text));
            } catch (IgnoreRule.IgnoreRuleException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return paths;
    }

    /** What of requests must be equal. */
    MatchRules matchRules() {
        return new MatchRules(
                !serverReplayIgnoreHost,
                !serverReplayIgnorePort,
                mockLoose,
                mockMatchQueryOrder,
                Set.copyOf(serverReplayIgnoreParams),
                serverReplayIgnoreContent ? ContentRule.NONE : mockContent,
                Set.copyOf(serverReplayIgnorePayloadParams),
                jsonPaths(mockIgnoreJson),
                serverReplayUseHeaders);
    }

    /** What a request gets that was not recorded. */
    ExtraPolicy extra() {
        ExtraPolicy named = serverReplayKillExtra ? ExtraPolicy.KILL : ExtraPolicy.of(serverReplayExtra);
        return mockMode == MockMode.STRICT && named == ExtraPolicy.FORWARD ? ExtraPolicy.NOT_FOUND : named;
    }

    /** Whether each recorded response is used any number of times, as mitmproxy does it. */
    boolean reuses() {
        return serverReplayReuse || serverReplayNopop;
    }
}
