package dev.steno.tui;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A session with characters that take two cells of a terminal or none, or are read from the right. */
final class WideSession {
    private static final long STARTED = 1_767_323_045_000_000_000L;

    /** Chinese, Japanese and Korean; emoji of one and of several characters; combining characters; Hebrew and Arabic. */
    private static final List<String> TEXTS = List.of(
            "日本語/検索?q=한글&全角=ＡＢＣ",
            "emoji/👍/👍🏽/👨‍👩‍👧/🇩🇪/❤️",
            "combining/cafe\u0301/a\u0323\u0308/n\u0303",
            "right/שלום/مرحبا?x=1");

    private static final List<String> MARKS = List.of("漢", "👍", "e\u0301", "ש");

    private WideSession() {}

    static Path write(Path file) throws IOException {
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        try {
            for (int i = 0; i < TEXTS.size(); i++) {
                store.commit(WriteBatch.of(new FlowEvent.Closed(exchange(i + 1, TEXTS.get(i)))));
            }
        } finally {
            store.close();
        }
        return file;
    }

    /** Returns text as it is in a head, of which each character is a byte. */
    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static HttpFlow exchange(long id, String text) {
        byte[] body = ("| " + String.join(" |\n| ", TEXTS) + " |\n" + "漢字".repeat(60) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "example.org",
                443,
                wire("/" + text),
                "HTTP/1.1",
                Headers.of("Host", "example.org", "X-Text", wire(text)),
                null,
                Body.NONE,
                STARTED,
                STARTED + 1);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                wire("了解"),
                Headers.of("Content-Type", "text/plain; charset=utf-8", "X-Text", wire(text)),
                null,
                new Body.Inline(body),
                STARTED,
                STARTED + 1);
        return new HttpFlow(
                id,
                2,
                FlowState.COMPLETE,
                STARTED + id,
                1_000_000,
                peer(1, "127.0.0.1", 40000),
                peer(2, "example.org", 443),
                request,
                response,
                List.of(),
                null,
                new Notes(MARKS.get((int) id - 1), text, Map.of(), Notes.Replay.NONE),
                null);
    }

    private static Peer peer(long connection, String host, int port) {
        return new Peer(
                connection, new Endpoint(host, port), null, null, STARTED, Times.UNSET, Times.UNSET, null, null);
    }
}
