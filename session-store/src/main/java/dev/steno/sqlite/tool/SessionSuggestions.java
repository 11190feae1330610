package dev.steno.sqlite.tool;

import dev.steno.content.ContentDecoder;
import dev.steno.filter.Filter;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.redact.Suggestions;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.query.FlowPages;
import dev.steno.store.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Proposes what to redact in a session. Reads it, also while it is recorded. Blocks; any thread but an event loop. */
public final class SessionSuggestions {
    private static final int MESSAGES = 1000;

    private final SqliteSessionReader reader;
    private final Suggestions suggestions = new Suggestions();

    private SessionSuggestions(SqliteSessionReader reader) {
        this.reader = reader;
    }

    /**
     * Looks at all flows, at the first megabyte of each body, and at the first thousand messages of each stream.
     *
     * @throws dev.steno.store.WorkStopped if the progress requires it
     */
    public static List<Suggestions.Found> of(Path session, Progress progress) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            SessionSuggestions search = new SessionSuggestions(reader);
            FlowPages pages = new FlowPages(reader, Filter.ALL, reader.lastFlow(), progress);
            progress.beginStep("searching", "flows", pages.total());
            for (List<Long> page = pages.next(); page != null; page = pages.next()) {
                for (Flow flow : reader.flows(page)) {
                    search.look(flow);
                }
                progress.at(pages.seen());
            }
            return search.suggestions.found();
        }
    }

    private void look(Flow flow) throws IOException {
        String where = "flow @" + flow.id();
        if (flow instanceof HttpFlow http) {
            suggestions.look(http.request().headers(), where);
            suggestions.parameters(http.request().path(), "query", where);
            body(http.request().body(), http.request().headers(), where);
            HttpResponse response = http.response();
            if (response != null) {
                suggestions.look(response.headers(), where);
                body(response.body(), response.headers(), where);
            }
        }
        for (Message message : flow.messages() == 0 ? List.<Message>of() : reader.messages(flow.id(), 0, MESSAGES)) {
            suggestions.text(new String(message.data(), StandardCharsets.ISO_8859_1), where);
        }
        suggestions.text(flow.notes().comment(), where);
    }

    private void body(Body body, Headers headers, String where) throws IOException {
        if (body.size() == 0) {
            return;
        }
        try (InputStream in = reader.body(body);
                InputStream decoded =
                        ContentDecoder.partial(Suggestions.LARGEST).decode(in, headers.all("content-encoding"))) {
            suggestions.body(decoded.readNBytes(Suggestions.LARGEST), headers, where);
        } catch (dev.steno.content.ContentCodingException e) {
            // what cannot be decoded cannot be searched
        }
    }
}
