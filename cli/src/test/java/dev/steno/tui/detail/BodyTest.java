package dev.steno.tui.detail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.look.SchemaFiles;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.Screenful;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.line.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies in the screen of a flow: by views, in parts, searched. */
class BodyTest {
    @TempDir
    private Path folder;

    private Screenful open(FlowEvent... events) throws Exception {
        return open(ProtoSchema.NONE, events);
    }

    private Screenful open(ProtoSchema schema, FlowEvent... events) throws Exception {
        Path session = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(session, "steno test");
        store.commit(WriteBatch.of(events));
        store.close();
        FollowedSource source =
                FollowedSource.readOnly("work.steno", new FileAddress(session), SqliteSessionReader::open);
        Screenful screen = Screenful.of(source.naming(schema), 100, 30);
        screen.await("https://example.org/");
        screen.press("home", "enter");
        return screen;
    }

    private static HttpFlow answering(long id, String type, Body body, long ended) {
        HttpFlow flow = SampleSession.numbered(id);
        return flow.withResponse(new HttpResponse(
                "HTTP/1.1", 200, "OK", Headers.of("Content-Type", type), null, body, flow.started(), ended));
    }

    /** A text of 3,000,000 bytes: each line has its number. */
    private static byte[] large() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 100_000; line++) {
            text.append(String.format(Locale.ROOT, "line %06d of a large text€\n", line));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static FlowEvent[] stored(byte[] bytes, long trueSize, String type) {
        List<FlowEvent> events = new ArrayList<>();
        int sequence = 0;
        for (int at = 0; at < bytes.length; at += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Body.Stored.CHUNK));
            events.add(new FlowEvent.BodyChunk(1, sequence++, at, chunk));
        }
        HttpFlow flow = answering(1, type, new Body.Stored(1, bytes.length, trueSize, true), 2);
        events.add(new FlowEvent.Closed(flow));
        return events.toArray(new FlowEvent[0]);
    }

    @Test
    void theViewIsKeptByMediaType() throws Exception {
        try (Screenful screen = open(
                new FlowEvent.Closed(SampleSession.numbered(1)),
                new FlowEvent.Closed(SampleSession.numbered(2)),
                new FlowEvent.Closed(answering(3, "text/html", new Body.Inline("<p>hi</p>".getBytes(UTF_8)), 2)))) {
            assertThat(screen.await("\"name\": \"steno\"")).contains("json, 49 B");

            assertThat(screen.press("m").text()).contains("view (json, text, hex; Tab: all; empty: automatic)");
            assertThat(screen.type("jsom").text()).contains("the views are json");
            screen.press("ctrl-u").type("te").press("tab").await("text");
            screen.press("enter");

            assertThat(screen.await("{\"name\":\"steno\"")).contains("text, 49 B");
            assertThat(screen.press("space").await("#2 response")).contains("#2");
            assertThat(screen.await("text, 49 B")).contains("{\"name\":\"steno\"");
            assertThat(screen.press("space").await("html, 9 B")).contains("<p>");
            screen.press("p").await("text, 49 B");
            assertThat(screen.press("v").press("enter").await("json, 49 B")).contains("\"name\": \"steno\"");
        }
    }

    /** A descriptor set with the message Item {int64 stock = 1} and the service "items" {rpc 1(Item) returns (Item)}. */
    @Test
    void messagesOfGrpcHaveTheNamesOfTheSchema() throws Exception {
        Path set = Files.write(
                folder.resolve("items.pb"),
                HexFormat.of()
                        .parseHex("0a340a016122130a044974656d120b0a0573746f636b18012803321a0a05"
                                + "6974656d7312110a013112052e4974656d1a052e4974656d"));
        HttpFlow flow = answering(1, "application/grpc", new Body.Inline(new byte[] {0, 0, 0, 0, 2, 8, 7}), 2);
        HttpRequest sent = flow.request();
        HttpFlow call = flow.withRequest(new HttpRequest(
                "POST",
                "https",
                "example.org",
                443,
                "/items/1",
                sent.version(),
                sent.headers(),
                null,
                sent.body(),
                sent.started(),
                sent.ended()));
        try (Screenful screen = open(SchemaFiles.read(List.of(set)), new FlowEvent.Closed(call))) {
            assertThat(screen.await("message 1: 2 bytes")).contains("stock: 7");
        }
    }

    @Test
    void aBodyIsShownInHexadecimal() throws Exception {
        try (Screenful screen = open(new FlowEvent.Closed(SampleSession.numbered(1)))) {
            screen.await("\"name\": \"steno\"");

            assertThat(screen.press("x").await("hex, 49 B"))
                    .contains("00000000  7b 22 6e 61 6d 65 22 3a 22 73 74 65 6e 6f 22 2c  {\"name\":\"steno\",");
            assertThat(screen.press("x").await("json, 49 B")).contains("\"name\": \"steno\"");
        }
    }

    @Test
    void aLargeBodyIsShownInParts() throws Exception {
        byte[] large = large();
        try (Screenful screen = open(stored(large, large.length, "text/plain; charset=utf-8"))) {
            assertThat(screen.await("bytes 0 to 1,048,576 are shown")).contains("line 000000 of");

            screen.press("G", "j");
            assertThat(screen.await("bytes 1,048,576 to 2,097,152 are shown")).doesNotContain("200 OK");
            screen.press("G", "pagedown").await("bytes 2,097,152 to");
            assertThat(screen.press("G").text()).contains("line 099999 of a large text€");
            screen.press("j");
            assertThat(screen.text()).contains("line 099999");
            screen.press("g").await("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aSearchGoesOnInTheFollowingParts() throws Exception {
        byte[] large = large();
        try (Screenful screen = open(stored(large, large.length, "text/plain; charset=utf-8"))) {
            screen.await("line 000000 of");

            screen.press("/").type("LINE 090000").press("enter");
            String text = screen.await("line 090000 of");
            assertThat(text).contains("found at byte 2,790,000");
            assertThat(screen.row("line 090000 of").parts()).anyMatch(part -> part.style() == Style.MATCH);

            // there is no other, so that the search comes round to the same one
            screen.press("n").await("line 090000 of");

            screen.press("/").press("ctrl-u").type("line 000010").press("enter");
            assertThat(screen.await("line 000010 of")).contains("line 000009 of");

            screen.press("/").press("ctrl-u").type("line 999999").press("enter");
            screen.await("\"line 999999\" was not found");
        }
    }

    @Test
    void bytesAreFoundInHexadecimal() throws Exception {
        byte[] large = large();
        try (Screenful screen = open(stored(large, large.length, "text/plain; charset=utf-8"))) {
            screen.await("line 000000 of");
            screen.press("x").await("bytes 0 to 262,144 are shown");

            screen.press("/").type("line 090000").press("enter");

            // 90,000 lines of 31 bytes are before it
            assertThat(screen.await("found at byte 2,790,000")).contains("found at byte 2,790,000");
            assertThat(screen.await("002a9270")).contains("line 090000 of a");
        }
    }

    @Test
    void matchesAreGoneThrough() throws Exception {
        try (Screenful screen = open(new FlowEvent.Closed(
                answering(1, "text/plain", new Body.Inline("one two\nTwo three\nfour".getBytes(UTF_8)), 2)))) {
            screen.await("one two");
            assertThat(screen.press("n").text()).contains("nothing was searched for; / does");

            screen.press("/").type("two").press("enter").await("one two");
            assertThat(screen.row("one two").parts())
                    .anyMatch(part -> part.style() == Style.MATCH && part.text().equals("two"));
            screen.press("n", "n");
            assertThat(screen.text()).contains("the search went on at the beginning");
            screen.press("N");
            assertThat(screen.text()).contains("the search went on at the end");
            screen.press("/").press("ctrl-u").type("five").press("enter");
            assertThat(screen.text()).contains("\"five\" was not found");
        }
    }

    @Test
    void whatIsMissingOfABodyIsSaid() throws Exception {
        byte[] kept = "the first bytes".getBytes(UTF_8);
        try (Screenful screen = open(stored(kept, 2_000_000, "text/plain"))) {
            assertThat(screen.await("the first bytes")).contains("1.91 MiB passed, 15 B kept, by --body-limit");
        }
    }

    @Test
    void aBodyGrows() throws Exception {
        Path session = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(session, "steno test");
        try {
            byte[] first = "first piece\n".getBytes(UTF_8);
            byte[] second = "second piece\n".getBytes(UTF_8);
            store.commit(WriteBatch.of(
                    new FlowEvent.BodyChunk(1, 0, 0, first), new FlowEvent.Opened(growing(first.length, 2))));
            try (Screenful screen = Screenful.of(session, 100, 24)) {
                screen.await("number-1");
                screen.press("home", "enter");
                assertThat(screen.await("first piece"))
                        .contains("still growing")
                        .doesNotContain("second piece");

                store.commit(WriteBatch.of(
                        new FlowEvent.BodyChunk(1, 1, first.length, second),
                        new FlowEvent.Changed(growing(first.length + second.length, 3))));

                assertThat(screen.await("second piece")).contains("still growing", "first piece");
            }
        } finally {
            store.close();
        }
    }

    private static HttpFlow growing(long size, int revision) {
        HttpFlow flow = answering(1, "text/plain", new Body.Stored(1, size, size, false), Times.UNSET);
        return new HttpFlow(
                1,
                revision,
                FlowState.OPEN,
                flow.started(),
                Times.UNSET,
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                List.of(),
                null,
                flow.notes(),
                null);
    }
}
