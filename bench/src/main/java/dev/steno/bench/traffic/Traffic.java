package dev.steno.bench.traffic;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Generates flows by number. A flow depends only on the seed, the shape and its number. Any thread.
 *
 * <p>Two flows in a hundred have failed; one in three hundred is a raw stream. For searches, the response body of one
 * flow in 1,000 contains {@link #NEEDLE}, and that of one in 100,000 contains {@link #RARE_NEEDLE}.
 */
public final class Traffic {
    /** In the response bodies of the flows whose number is 500 modulo 1,000. */
    public static final String NEEDLE = "kilofinch";

    /** In the response bodies of the flows whose number is 50,001 modulo 100,000. */
    public static final String RARE_NEEDLE = "quaggawren";

    /** Start of the first flow: Mon, 23 Nov 2026, 00:00:00 UTC, in nanoseconds since the epoch. */
    public static final long BEGIN = 1_795_392_000_000_000_000L;

    /** Nanoseconds between the starts of two flows, so that a million flows take less than a week. */
    private static final long STEP = 400_000_000;

    private static final String[] LANGUAGES = {"en-GB,en;q=0.9", "de-DE,de;q=0.9,en;q=0.6", "fr,en-US;q=0.7,en;q=0.3"};
    private static final String[] METHODS = {"POST", "POST", "POST", "PUT", "PATCH", "DELETE"};
    private static final FlowError.Step[] FAILURES = {
        FlowError.Step.CONNECT,
        FlowError.Step.RESOLVE,
        FlowError.Step.SERVER_TLS,
        FlowError.Step.CLIENT_TLS,
        FlowError.Step.RESPONSE,
        FlowError.Step.RELAY
    };

    private final long seed;
    private final Shape shape;
    private final Words words;
    private final Sites sites;
    private final Bodies bodies;
    private final Links links;

    public Traffic(long seed, Shape shape) {
        this.seed = seed;
        this.shape = shape;
        this.words = new Words(seed);
        this.sites = new Sites(seed + 1, words);
        this.bodies = new Bodies(words);
        this.links = new Links(words);
    }

    /**
     * The facts that the store receives for a flow: the chunks of its stored body, if it has one, then the ended flow.
     */
    public List<FlowEvent> facts(long number) {
        List<FlowEvent> facts = new ArrayList<>(1);
        Flow flow = flow(number, facts);
        facts.add(new FlowEvent.Closed(flow));
        return facts;
    }

    /** A flow; numbers begin at 1. */
    public Flow flow(long number) {
        return flow(number, new ArrayList<>(0));
    }

    private Flow flow(long number, List<FlowEvent> chunks) {
        SplittableRandom random = new SplittableRandom(mix(seed * 0x9E3779B97F4A7C15L + number));
        Site site = sites.draw(random);
        long started = BEGIN + number * STEP + random.nextInt((int) STEP);
        ConnectionPair connections = new ConnectionPair(site, number, started, random);
        String needle = needle(number);
        if (needle == null && random.nextInt(300) == 0) {
            return stream(number, site, connections, started, random);
        }
        Kind kind = needle == null ? Kind.at(random.nextInt(100)) : random.nextBoolean() ? Kind.JSON : Kind.HTML;
        boolean fails = needle == null && random.nextInt(50) == 0;
        HttpRequest request = request(site, kind, started, random);
        long duration = 1_000_000L + (long) (40_000_000 * -Math.log(1 - random.nextDouble()));
        HttpResponse response = fails ? null : response(number, site, kind, started, duration, needle, chunks, random);
        FlowError error = fails ? error(site, started + duration, random) : null;
        return new HttpFlow(
                number,
                4,
                fails ? FlowState.FAILED : FlowState.COMPLETE,
                started,
                duration,
                connections.client(),
                error != null && error.step() == FlowError.Step.CLIENT_TLS ? null : connections.server(),
                request,
                response,
                List.of(),
                error,
                notes(random),
                null);
    }

    private HttpRequest request(Site site, Kind kind, long started, SplittableRandom random) {
        Agent agent = Agent.at(random.nextInt(100));
        boolean sends = (kind == Kind.JSON || kind == Kind.NOTHING) && random.nextInt(3) == 0;
        String method = sends ? METHODS[random.nextInt(METHODS.length)] : kind == Kind.NOTHING ? "OPTIONS" : "GET";
        boolean form = random.nextInt(5) == 0;
        Body body = sends ? new Body.Inline(bodies.sent(form, random)) : Body.NONE;
        String referer = random.nextInt(5) == 0
                ? ""
                : site.scheme() + "://" + site.authority() + "/" + words.ascii(random) + "/" + words.ascii(random);
        return new HttpRequest(
                method,
                site.scheme(),
                site.host(),
                site.port(),
                links.path(kind, random),
                "HTTP/1.1",
                agent.headers(
                        site,
                        kind,
                        referer,
                        random.nextBoolean() ? links.cookie(random) : "",
                        sends ? (int) body.size() : -1,
                        form ? "application/x-www-form-urlencoded" : "application/json",
                        LANGUAGES[random.nextInt(LANGUAGES.length)]),
                null,
                body,
                started,
                started + 80_000 + random.nextInt(200_000));
    }

    private HttpResponse response(
            long number,
            Site site,
            Kind kind,
            long started,
            long duration,
            @Nullable String needle,
            List<FlowEvent> chunks,
            SplittableRandom random) {
        Answer answer = Answer.draw(kind, random);
        byte[] bytes = bodies.make(kind, size(kind, needle, random), random, needle);
        boolean gzip = kind.isText() && bytes.length <= Body.Inline.LIMIT && random.nextInt(100) < shape.gzipPercent();
        if (gzip) {
            bytes = Bodies.gzip(bytes);
        }
        Body body = kind == Kind.NOTHING ? Body.NONE : body(2 * number, bytes, chunks);
        String location = site.scheme() + "://" + site.authority() + "/" + words.ascii(random);
        int second = (int) ((started - BEGIN) / 1_000_000_000L % (7 * 86_400));
        return new HttpResponse(
                "HTTP/1.1",
                answer.status(),
                answer.reason(),
                answer.headers(site, kind, bytes.length, gzip, second, location, random),
                null,
                body,
                started + duration * 9 / 10,
                started + duration);
    }

    private int size(Kind kind, @Nullable String needle, SplittableRandom random) {
        if (kind.isText() && random.nextInt(100) < shape.largePercent()) {
            return 20_000 + random.nextInt(580_000);
        }
        if (shape.bodySize() >= 0 || kind == Kind.NOTHING) {
            return Math.max(shape.bodySize(), needle == null ? 0 : 64);
        }
        // Approximately log-normal: half of the bodies are within a factor of two of the usual size.
        double factor = Math.exp(random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
        double tail = random.nextInt(8) == 0 ? 1 + 3 * random.nextDouble() : 1;
        int size = (int) Math.max(90, kind.usualSize * factor * tail);
        return size <= Body.Inline.LIMIT ? size : Body.Inline.LIMIT / 2 + random.nextInt(Body.Inline.LIMIT / 2);
    }

    private static Body body(long id, byte[] bytes, List<FlowEvent> chunks) {
        if (bytes.length <= Body.Inline.LIMIT) {
            return new Body.Inline(bytes);
        }
        int sequence = 0;
        for (int from = 0; from < bytes.length; from += Body.Stored.CHUNK) {
            int to = Math.min(bytes.length, from + Body.Stored.CHUNK);
            chunks.add(new FlowEvent.BodyChunk(id, sequence++, Arrays.copyOfRange(bytes, from, to)));
        }
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    private static FlowError error(Site site, long time, SplittableRandom random) {
        FlowError.Step step = FAILURES[random.nextInt(FAILURES.length)];
        String message = switch (step) {
            case RESOLVE -> "no address for " + site.host();
            case CONNECT -> site.host() + ":" + site.port() + " refused the connection";
            case SERVER_TLS -> "the certificate of " + site.host() + " has expired";
            case CLIENT_TLS -> "the client does not trust the certificate shown for " + site.host();
            case RESPONSE -> site.host() + " closed the connection before it answered";
            default -> "the client disconnected before the response was complete";
        };
        return new FlowError(step, message, time);
    }

    private Notes notes(SplittableRandom random) {
        if (random.nextInt(1000) != 0) {
            return Notes.NONE;
        }
        Notes marked = Notes.NONE.withMark("*");
        return random.nextBoolean() ? marked : marked.withComment("see " + words.ascii(random));
    }

    private static Flow stream(
            long number, Site site, ConnectionPair connections, long started, SplittableRandom random) {
        return new TcpFlow(
                number,
                3,
                FlowState.COMPLETE,
                started,
                1_000_000L * (5 + random.nextInt(60_000)),
                connections.client().withTls(null),
                connections.server().withTls(null).withEnded(Times.UNSET),
                new Endpoint(site.host(), site.port()),
                site.isTls() ? "tls" : "tcp",
                random.nextInt(20_000),
                random.nextInt(2_000_000),
                0,
                0,
                null,
                Notes.NONE);
    }

    private static @Nullable String needle(long number) {
        if (number % 100_000 == 50_001) {
            return RARE_NEEDLE;
        }
        return number % 1_000 == 500 ? NEEDLE : null;
    }

    /** Mixes the bits of a seed: SplittableRandom gives similar first values for neighbouring seeds. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
