package dev.steno.mock.answer;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.exchange.head.HopByHop;
import dev.steno.exchange.head.WebSocketOffer;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.Times;
import dev.steno.source.BodySources;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a recorded response into the answer to a request that is like the recorded one: in a coding that the client can read,
 * in part if it asks for a part (RFC 9110, 14), without a body if its copy is still valid (RFC 9110, 13) or it asks for the
 * head only, with dates of today. For one request; one thread.
 */
public final class RecordedAnswer {
    /** The largest coded body that is decoded before it is sent, as transferred, in bytes; others are decoded while they are sent. */
    private static final int SMALL = Body.Inline.LIMIT;

    /** Upper bound on what a small body decodes to; one with more is decoded while it is sent. */
    private static final int MOST_DECODED = 1 << 20;

    private final HttpFlow recorded;
    private final HttpResponse response;
    private final HttpRequest asked;
    private final BodySupply bodies;
    private final @Nullable PieceSupply times;
    private final boolean unended;
    private final List<String> adjusted = new ArrayList<>();

    /**
     * @param recorded has a response that can be sent, see {@link RecordedFailure}
     * @param asked the request that is answered
     * @param bodies opens the body, if it is not inline
     * @param times reads when the pieces of a stream arrived; null to send it without their pauses
     */
    public RecordedAnswer(HttpFlow recorded, HttpRequest asked, BodySupply bodies, @Nullable PieceSupply times) {
        this.recorded = recorded;
        this.response = Objects.requireNonNull(recorded.response(), "a response");
        this.asked = asked;
        this.bodies = bodies;
        this.times = times;
        this.unended = UnendedStream.isRecorded(recorded);
    }

    /**
     * Whether a recorded response can answer a request: one for an unchanged copy, for a part or for a WebSocket answers only
     * such requests.
     */
    public static boolean suits(HttpFlow recorded, HttpRequest asked) {
        HttpResponse response = recorded.response();
        if (response == null) {
            return true; // the failure is replayed
        }
        boolean webSocket = recorded.webSocket() != null || WebSocketOffer.isOffered(recorded.request());
        if (webSocket != WebSocketOffer.isOffered(asked)) {
            return false;
        }
        boolean conditional =
                asked.headers().contains("If-None-Match") || asked.headers().contains("If-Modified-Since");
        return switch (response.status()) {
            case 304 ->
                conditional
                        && sameField(recorded, asked, "If-None-Match")
                        && sameField(recorded, asked, "If-Modified-Since");
            case 206, 416 -> sameField(recorded, asked, "Range");
            default -> true;
        };
    }

    private static boolean sameField(HttpFlow recorded, HttpRequest asked, String name) {
        return recorded.request().headers().all(name).equals(asked.headers().all(name));
    }

    /**
     * Returns the answer.
     *
     * @param now nanoseconds since the epoch, to which dates are moved from the time of the recording; {@link Times#UNSET} to
     *     send them as recorded
     */
    public AdjustedAnswer at(long now) {
        return new AdjustedAnswer(withContent(head(now, response.status())), adjusted);
    }

    /** Returns the answer that accepts a WebSocket; the parameter as in {@link #at}. */
    public AdjustedAnswer handshakeAt(long now) {
        HttpResponse answer = WebSocketOffer.accepted(asked, head(now, 101).withBody(Body.NONE));
        for (String name : List.of("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions")) {
            String before = response.headers().get(name);
            if (before != null && !before.equals(answer.headers().get(name))) {
                String agreed = answer.headers().get(name);
                adjusted.add(name + " " + (agreed == null ? "left out" : agreed) + ", as the client offers");
            }
        }
        return new AdjustedAnswer(answer, adjusted);
    }

    /** The recorded interim responses, but for 100: the request that it asks for has arrived. */
    public static List<HttpResponse> interim(HttpFlow recorded) {
        return recorded.interim().stream()
                .filter(each -> each.status() / 100 == 1 && each.status() > 101)
                .map(each -> each.withHeaders(each.headers().without(name -> name.startsWith(":"))))
                .toList();
    }

    private HttpResponse head(long now, int status) {
        Headers headers = HopByHop.strip(response.headers())
                .without(name -> name.startsWith(":")
                        || name.equalsIgnoreCase("Upgrade")
                        || unended && name.equalsIgnoreCase("Content-Length"));
        if (Times.isSet(now) && Times.isSet(response.started())) {
            headers = moved(headers, Duration.ofNanos(now - response.started()));
        }
        return new HttpResponse(
                "HTTP/1.1",
                status,
                response.reason(),
                headers,
                response.trailers(),
                response.body(),
                Times.now(),
                Times.now());
    }

    private HttpResponse withContent(HttpResponse answer) {
        boolean head = asked.method().equals("HEAD");
        boolean reads = head || asked.method().equals("GET");
        if (reads && answer.status() == 200 && isUnchanged(response.headers())) {
            adjusted.add("304 since the client's copy is the recorded one");
            Headers kept = answer.headers()
                    .without(name -> name.regionMatches(true, 0, "Content-", 0, 8)
                            && !name.equalsIgnoreCase("Content-Location"));
            return answer.withStatus(304, "Not Modified")
                    .withHeaders(kept)
                    .withBody(Body.NONE)
                    .withTrailers(null);
        }
        if (head && !recorded.request().method().equals("HEAD")) {
            adjusted.add("the head of the response to " + recorded.request().method());
            boolean sized = !unended && response.body().trueSize() > 0
                    || answer.headers().contains("Content-Length");
            Headers fields = sized
                    ? answer.headers()
                            .set("Content-Length", Long.toString(response.body().trueSize()))
                    : answer.headers();
            return answer.withHeaders(fields).withBody(Body.NONE).withTrailers(null);
        }
        if (head) {
            return answer.withBody(Body.NONE).withTrailers(null);
        }
        List<String> codings = ContentDecoder.codings(answer.headers());
        if (!codings.isEmpty()
                && response.body().trueSize() > 0
                && answer.status() != 206
                && !AskedCodings.accept(asked.headers(), codings)) {
            HttpResponse decoded = decoded(answer, codings);
            if (decoded != null) {
                return decoded;
            }
        }
        if (unended) {
            return answer.withBody(withoutEnd(recordedSource()));
        }
        HttpResponse part = reads && answer.status() == 200 ? part(answer) : null;
        return part == null
                ? answer.withBody(sendable(response.body(), 0, response.body().size()))
                : part;
    }

    // ---- conditions and parts

    private boolean isUnchanged(Headers fields) {
        String tag = fields.get("ETag");
        List<String> known = asked.headers().all("If-None-Match");
        if (!known.isEmpty()) {
            if (tag == null) {
                return false;
            }
            for (String field : known) {
                for (String one : field.split(",", -1)) {
                    if (one.strip().equals("*") || strong(one.strip()).equals(strong(tag))) {
                        return true;
                    }
                }
            }
            return false;
        }
        Instant since = HttpDates.instant(asked.headers().get("If-Modified-Since"));
        Instant modified = HttpDates.instant(fields.get("Last-Modified"));
        return since != null && modified != null && !modified.isAfter(since);
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private boolean rangeApplies(Headers fields) {
        String condition = asked.headers().get("If-Range");
        if (condition == null) {
            return true;
        }
        String tag = fields.get("ETag");
        return tag != null && condition.equals(tag) && !tag.startsWith("W/")
                || condition.equals(fields.get("Last-Modified"));
    }

    private @Nullable HttpResponse part(HttpResponse answer) {
        Body body = response.body();
        AskedRange range =
                rangeApplies(response.headers()) ? AskedRange.of(asked.headers().get("Range"), body.size()) : null;
        if (range == null) {
            return null;
        }
        Headers fields = answer.headers().set("Content-Range", range.contentRange(body.size()));
        if (range.length() == 0) {
            adjusted.add("416 since the part lies beyond the recorded body");
            return answer.withStatus(416, "Range Not Satisfiable")
                    .withHeaders(fields.remove("Content-Length"))
                    .withBody(Body.NONE)
                    .withTrailers(null);
        }
        adjusted.add("a part of the recorded body");
        return answer.withStatus(206, "Partial Content")
                .withHeaders(fields.remove("Content-Length"))
                .withBody(sendable(body, range.from(), range.length()))
                .withTrailers(null);
    }

    // ---- the body

    private Body sendable(Body body, long from, long length) {
        if (length == 0) {
            return Body.NONE;
        }
        if (body instanceof Body.Inline inline) {
            return length == inline.bytes().length
                    ? inline
                    : new Body.Inline(Arrays.copyOfRange(inline.bytes(), (int) from, (int) (from + length)));
        }
        if (times != null && body instanceof Body.Stored stored && length == body.size() && isStream()) {
            return new Body.Source(paced(stored, times));
        }
        return new Body.Source(BodySources.stream(length, () -> {
            InputStream in = bodies.open(body);
            in.skipNBytes(from);
            return in;
        }));
    }

    private BodySource paced(Body.Stored body, PieceSupply pauses) {
        return ConversationBody.isRecorded(recorded)
                ? new ConversationBody(recorded, bodies, pauses)
                : new PacedBody(body, bodies, pauses);
    }

    /** All that was recorded of a stream whose end was not. */
    private BodySource recordedSource() {
        Body body = response.body();
        return times != null && body instanceof Body.Stored stored
                ? paced(stored, times)
                : BodySources.stream(-1, () -> bodies.open(body));
    }

    private Body withoutEnd(BodySource source) {
        adjusted.add("stays open, as the recorded server had not ended it");
        return new Body.Source(UnendedStream.of(source));
    }

    private boolean isStream() {
        return PieceTimes.areKeptFor(response.headers());
    }

    /** Returns the answer without codings; null if they are not supported. */
    private @Nullable HttpResponse decoded(HttpResponse answer, List<String> codings) {
        Body body = response.body();
        Headers fields = answer.headers().remove("Content-Encoding").remove("Content-Length");
        String tag = fields.get("ETag");
        fields = tag == null || tag.startsWith("W/") ? fields : fields.set("ETag", "W/" + tag);
        Body plain = null;
        try {
            if (!unended && body instanceof Body.Inline inline && inline.bytes().length <= SMALL) {
                plain = new Body.Inline(ContentDecoder.strict(MOST_DECODED).decode(inline.bytes(), answer.headers()));
            }
        } catch (ContentCodingException tooLargeOrDamaged) {
            plain = null; // the client gets as much as can be decoded
        }
        if (plain == null && !isSupported(codings)) {
            return null;
        }
        adjusted.add("decoded, since the client does not accept " + String.join(", ", codings));
        if (plain != null) {
            return answer.withHeaders(fields).withBody(plain);
        }
        BodySource sent = BodySources.stream(
                -1, () -> ContentDecoder.strict(Long.MAX_VALUE).decode(bodies.open(body), codings));
        return answer.withHeaders(fields).withBody(unended ? withoutEnd(sent) : new Body.Source(sent));
    }

    private static boolean isSupported(List<String> codings) {
        try (InputStream none = ContentDecoder.strict(0).decode(InputStream.nullInputStream(), codings)) {
            return none.available() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    // ---- dates

    private Headers moved(Headers fields, Duration by) {
        Headers.Builder next = Headers.builder(fields.size());
        List<String> moved = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            String value = fields.value(i);
            String later = null;
            if (name.equalsIgnoreCase("Date")
                    || name.equalsIgnoreCase("Expires")
                    || name.equalsIgnoreCase("Last-Modified")) {
                later = HttpDates.moved(value, by);
            } else if (name.equalsIgnoreCase("Set-Cookie")) {
                later = HttpDates.movedCookie(value, by);
            }
            if (later != null && !later.equals(value)) {
                moved.add(name);
            }
            next.add(name, later == null ? value : later);
        }
        if (!moved.isEmpty()) {
            adjusted.add(String.join(", ", moved) + " moved to today");
        }
        return next.build();
    }
}
