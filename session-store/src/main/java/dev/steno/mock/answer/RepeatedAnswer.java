package dev.steno.mock.answer;

import dev.steno.content.ContentDecoder;
import dev.steno.exchange.head.WebSocketOffer;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a recorded flow to requests that get its response whole: made once, and again each second in which dates move on.
 * Keeps one answer, whose body is that of the flow. Any thread.
 */
public final class RepeatedAnswer {
    /** What in a request makes its answer another one (RFC 9110, 13 and 14; RFC 6455, 4; RFC 8441, 4). */
    private static final List<String> CONDITIONS =
            List.of("If-None-Match", "If-Modified-Since", "Range", "Upgrade", ":protocol");

    private final HttpFlow recorded;
    private final boolean isRepeated;
    private final boolean isCoded;
    private volatile @Nullable Made last;

    /** @param recorded the flow, with its body if that is small */
    public RepeatedAnswer(HttpFlow recorded) {
        this.recorded = recorded;
        HttpResponse response = recorded.response();
        this.isRepeated = response != null
                && RecordedFailure.of(recorded) == null
                && !UnendedStream.isRecorded(recorded)
                && recorded.webSocket() == null
                && !WebSocketOffer.isOffered(recorded.request())
                && isWhole(response.status())
                && (response.body() instanceof Body.Inline || response.body() instanceof Body.None);
        this.isCoded =
                response != null && !ContentDecoder.codings(response.headers()).isEmpty();
    }

    /** An answer, and what it depends on: how many seconds after the response, and the codings that the client offers. */
    private record Made(long seconds, List<String> offered, AdjustedAnswer answer) {}

    private static boolean isWhole(int status) {
        return status != 206 && status != 304 && status != 416;
    }

    /** The recorded flow. */
    public HttpFlow recorded() {
        return recorded;
    }

    /** Whether a request, which is equal to the recorded one, gets the response whole. */
    public boolean serves(HttpRequest asked) {
        if (!isRepeated || !asked.method().equals(recorded.request().method())) {
            return false;
        }
        for (String condition : CONDITIONS) {
            if (asked.headers().contains(condition)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the answer to a request that this {@link #serves}.
     *
     * @param now as in {@link RecordedAnswer#at}
     * @param maker makes it
     */
    public AdjustedAnswer at(long now, HttpRequest asked, Supplier<AdjustedAnswer> maker) {
        HttpResponse response = recorded.response();
        long seconds = 0;
        if (response != null && Times.isSet(now) && Times.isSet(response.started())) {
            seconds = Math.floorDiv(now - response.started(), TimeUnit.SECONDS.toNanos(1));
        }
        List<String> offered = isCoded ? asked.headers().all("Accept-Encoding") : List.of();
        Made known = last;
        if (known != null && known.seconds == seconds && known.offered.equals(offered)) {
            return known.answer;
        }
        AdjustedAnswer answer = maker.get();
        if (response != null && answer.response().body() == response.body()) { // what is decoded is not kept
            last = new Made(seconds, offered, answer);
        }
        return answer;
    }
}
