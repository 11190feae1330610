package dev.steno.replay.ask;

import dev.steno.flow.Times;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.request.RequestChange;
import dev.steno.replay.run.RunSample;
import dev.steno.replay.run.RunSettings;
import dev.steno.replay.run.RunTiming;
import dev.steno.text.FileErrors;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for, checked. Immutable.
 *
 * @param limit upper bound on the requests of a pass
 * @param correlate whether values that requests took from responses are taken from the new ones
 */
public record RunAsk(
        RunSample sample, long limit, ReplayedRequests.Settings requests, RunSettings run, boolean correlate) {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)\\s*=(.*)", Pattern.DOTALL);
    private static final int LARGEST_FILE = 1 << 20;

    /**
     * @param changes such as {@code header:X-Run=1}, each of which is a {@link RequestChange}
     * @param keepHost whether Host stays as it was recorded, if all requests go to another server
     * @throws IllegalArgumentException if the options do not fit together; the message says how they would
     */
    public static RunAsk of(RunFlags flags, List<String> changes, boolean keepHost) {
        RunTiming timing = timing(flags);
        return new RunAsk(
                sample(flags),
                limit(flags),
                new ReplayedRequests.Settings(
                        flags.asClient() ? ReplayedRequests.Form.AS_CLIENT : ReplayedRequests.Form.FINAL,
                        flags.target().map(RunAsk::target).orElse(null),
                        keepHost,
                        version(flags),
                        flags.auth().isPresent() ? authorization(flags.auth().get()) : null,
                        changes(changes, flags)),
                new RunSettings(
                        timing,
                        concurrency(flags, timing),
                        highestRate(flags),
                        connections(flags),
                        passes(flags),
                        flags.duration().orElse(Duration.ZERO),
                        flags.timeout(),
                        flags.maxTime().orElse(Duration.ZERO),
                        flags.polite(),
                        Timestamps.iso(Times.now())),
                flags.correlate());
    }

    private static RunTiming timing(RunFlags flags) {
        String text = flags.timing();
        if (flags.rate().isPresent()) {
            String rate = flags.rate().get();
            text = rate.contains("/") ? rate : rate + "/s";
        }
        Matcher speed = PERCENT.matcher(flags.speed().strip());
        double factor = speed.matches() ? Double.parseDouble(speed.group(1)) / 100 : 0;
        if (factor <= 0) {
            throw wrong("--speed " + flags.speed() + " is no percentage above 0; it must be one such as 200%");
        }
        try {
            return RunTiming.parse(
                    text,
                    factor,
                    flags.maxWait().map(Duration::toNanos).orElse(Long.MAX_VALUE),
                    flags.arrivals() == RunFlags.Arrivals.POISSON);
        } catch (IllegalArgumentException e) {
            throw wrong((flags.rate().isPresent() ? "--rate: " : "--timing: ") + e.getMessage());
        }
    }

    private static double highestRate(RunFlags flags) {
        if (flags.maxRate().isEmpty()) {
            return 0;
        }
        String rate = flags.maxRate().get();
        try {
            RunTiming parsed = RunTiming.parse(rate.contains("/") ? rate : rate + "/s", 1, 0, false);
            if (parsed instanceof RunTiming.Rate highest) {
                return highest.perSecond();
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw wrong("--max-rate " + rate + " is no rate; it must be one above 0 and up to 1000000/s, such as 50/s or"
                + " 90/m");
    }

    private static RunSample sample(RunFlags flags) {
        try {
            return flags.sample().map(RunSample::parse).orElse(RunSample.ALL);
        } catch (IllegalArgumentException e) {
            throw wrong("--sample: " + e.getMessage());
        }
    }

    private static long limit(RunFlags flags) {
        long limit = flags.limit().orElse(Long.MAX_VALUE);
        if (limit < 1) {
            throw wrong("--limit " + limit + " sends nothing; it must be 1 or more");
        }
        return limit;
    }

    private static int concurrency(RunFlags flags, RunTiming timing) {
        int given = flags.concurrency().orElse(RunSettings.usualConcurrency(timing));
        if (given < 1 || given > RunSettings.MOST_IN_FLIGHT) {
            throw wrong("--concurrency " + given + " must be from 1 to " + RunSettings.MOST_IN_FLIGHT);
        }
        if (timing instanceof RunTiming.Serial && given > 1) {
            throw wrong("--concurrency " + given + " contradicts --timing serial; --timing asap sends " + given
                    + " at a time");
        }
        return given;
    }

    private static RunSettings.Connections connections(RunFlags flags) {
        if (flags.perConnection() && flags.newConnections()) {
            throw wrong("--per-connection and --new-connections contradict each other; choose one");
        }
        return flags.perConnection()
                ? RunSettings.Connections.RECORDED
                : flags.newConnections() ? RunSettings.Connections.NEW : RunSettings.Connections.SHARED;
    }

    private static int passes(RunFlags flags) {
        boolean bound = flags.duration().filter(time -> !time.isZero()).isPresent();
        if (flags.loop() < 0 || flags.loop() == 0 && !bound) {
            throw wrong("--loop " + flags.loop() + " must be 1 or more, or 0 with --duration, which then ends the run");
        }
        return flags.loop() == 0 ? RunSettings.ENDLESS : flags.loop();
    }

    private static @Nullable String version(RunFlags flags) {
        if (flags.http3()) {
            throw wrong("--http3: servers are spoken to in HTTP/2 or HTTP/1.1; use --http2");
        }
        if (flags.http1() && flags.http2()) {
            throw wrong("--http1 and --http2 contradict each other; choose one");
        }
        return flags.http1() ? "HTTP/1.1" : flags.http2() ? "HTTP/2.0" : null;
    }

    private static String target(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw wrong("--target " + text
                + " is no URL of a server; it must be one such as http://127.0.0.1:8080 or https://test.example/base");
    }

    private static String authorization(String text) {
        String value = text.startsWith("@")
                ? file("--auth", Path.of(text.substring(1))).strip()
                : text.strip();
        if (value.equals("off")) {
            return "";
        }
        if (value.isEmpty() || value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw wrong("--auth has no value that a header field can have; give user:password, a value such as"
                    + " \"Bearer x\", or off");
        }
        return value.indexOf(' ') < 0 && value.indexOf(':') > 0
                ? "Basic " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                : value;
    }

    private static List<RequestChange> changes(List<String> texts, RunFlags flags) {
        Map<String, String> values =
                flags.env().isPresent() ? variables(flags.env().get()) : Map.of();
        List<RequestChange> changes = new ArrayList<>();
        for (String text : texts) {
            try {
                changes.add(RequestChange.parse(text, values));
            } catch (IllegalArgumentException e) {
                throw wrong("--set: " + e.getMessage());
            }
        }
        return changes;
    }

    private static Map<String, String> variables(Path file) {
        Map<String, String> values = new TreeMap<>();
        int number = 0;
        for (String line : file("--env", file).lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher variable = VARIABLE.matcher(line.strip());
            if (!variable.matches()) {
                throw wrong("--env " + file + ", line " + number + ": it must have the form NAME=VALUE");
            }
            values.put(variable.group(1), variable.group(2).strip());
        }
        return values;
    }

    private static String file(String flag, Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw wrong(flag + " " + file + " has more than 1 MiB: name a file of values");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong(flag + " " + file + " cannot be read: " + FileErrors.reason(e));
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why);
    }
}
