package dev.steno.search;

import dev.steno.content.BodyText;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.filter.TextField;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.TcpFlow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the texts of a flow that are indexed: URL, hosts, header lines, decoded bodies, messages of raw streams and
 * WebSockets. Reads bodies, so never on an event loop; for one thread.
 */
public final class FlowText {
    /** The text fields that are indexed. */
    static final Set<TextField> FIELDS = Set.of(
            TextField.URL,
            TextField.PATH,
            TextField.QUERY,
            TextField.COOKIE,
            TextField.HOST,
            TextField.DOMAIN,
            TextField.HEADERS,
            TextField.REQUEST_HEADERS,
            TextField.RESPONSE_HEADERS,
            TextField.CONTENT_TYPE,
            TextField.REQUEST_TYPE,
            TextField.RESPONSE_TYPE,
            TextField.TYPE,
            TextField.BODY,
            TextField.REQUEST_BODY,
            TextField.RESPONSE_BODY);

    /** Upper bound on the bytes indexed of a decoded body, or of the messages of a stream. */
    private static final int LIMIT = 1 << 20;

    /**
     * A text with at least this many characters may have been cut at the limit, since a character takes at most four
     * bytes.
     */
    private static final int MAYBE_CUT = LIMIT / 4;

    private static final List<TextField> LINES =
            List.of(TextField.URL, TextField.PATH, TextField.DOMAIN, TextField.HEADERS);

    private final ContentSource content;

    FlowText(ContentSource content) {
        this.content = content;
    }

    /** Whether two revisions of a flow certainly have the same texts; false if unknown. */
    public static boolean same(Flow one, Flow other) {
        if (one.state() == FlowState.OPEN || other.state() == FlowState.OPEN) {
            return false; // messages arrive without a new revision
        }
        if (one instanceof HttpFlow a && other instanceof HttpFlow b) {
            return a.request().equals(b.request())
                    && Objects.equals(a.response(), b.response())
                    && a.messages() == b.messages();
        }
        return one instanceof TcpFlow a
                && other instanceof TcpFlow b
                && a.target().equals(b.target())
                && a.client().equals(b.client())
                && a.messages() == b.messages();
    }

    /**
     * Adds a flow's texts. Returns whether they are complete; otherwise a search must treat the flow as a possible
     * match.
     *
     * @throws UncheckedIOException if a body cannot be read
     */
    boolean addTo(Trigrams trigrams, Flow flow) {
        for (TextField field : LINES) {
            field.values(flow).forEach(trigrams::addText);
        }
        if (flow instanceof TcpFlow tcp) {
            return messages(trigrams, tcp);
        }
        HttpFlow http = (HttpFlow) flow;
        boolean whole = body(trigrams, http.request().body(), ImportMarks.bodyHeaders(http, true));
        HttpResponse response = http.response();
        whole &= response == null || body(trigrams, response.body(), ImportMarks.bodyHeaders(http, false));
        return (http.webSocket() == null || messages(trigrams, http)) && whole;
    }

    private boolean body(Trigrams trigrams, Body body, Headers headers) {
        if (body.size() == 0) {
            return true;
        }
        String text = body instanceof Body.Stored stored ? stored(stored, headers) : content.text(body, headers);
        if (text == null) {
            return false;
        }
        trigrams.addText(text);
        return text.length() < MAYBE_CUT;
    }

    private @Nullable String stored(Body.Stored body, Headers headers) {
        try (InputStream raw = content.open(body)) {
            return raw == null ? null : BodyText.read(raw, headers, LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean messages(Trigrams trigrams, Flow flow) {
        long[] bytes = {0};
        Match cut = content.anyMessage(flow, message -> {
            bytes[0] += message.data().length;
            trigrams.addText(BodyText.plain(message.data()));
            return bytes[0] > LIMIT;
        });
        return cut == Match.NO;
    }
}
