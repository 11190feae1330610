package dev.steno.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.redact.json.PieceTransform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactedMessagesTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[32], "a");
    private static final String TOKEN = KEY.digest("s3cret");
    private static final Peer CLIENT =
            new Peer(1, new Endpoint("127.0.0.1", 4000), null, null, 1, Times.UNSET, Times.UNSET, null, null);

    private static List<Message> redacted(Flow flow, List<Message> rows, String... specs) {
        MessageRows redaction =
                Redactor.of(RedactionRules.parse(List.of(specs)), KEY).messages(flow);
        List<Message> all = new ArrayList<>();
        rows.forEach(row -> all.addAll(redaction.next(row)));
        all.addAll(redaction.next(null));
        return all;
    }

    private static HttpFlow webSocket() {
        HttpRequest request =
                new HttpRequest("GET", "http", "a.test", 80, "/", "HTTP/1.1", Headers.EMPTY, null, Body.NONE, 1, 2);
        return new HttpFlow(
                1, 2, FlowState.COMPLETE, 1, 3, CLIENT, null, request, null, List.of(), null, Notes.NONE, null);
    }

    private static TcpFlow stream() {
        return new TcpFlow(
                1,
                1,
                FlowState.COMPLETE,
                1,
                2,
                CLIENT,
                null,
                new Endpoint("a", 1),
                "tcp",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
    }

    private static Message row(long sequence, Direction direction, Message.Kind kind, boolean last, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return new Message(1, sequence, 5, direction, kind, last, Message.Edit.NONE, data.length, data);
    }

    private static String text(Message row) {
        return new String(row.data(), StandardCharsets.UTF_8);
    }

    @Test
    void aSecretIsFoundWhereFragmentsOfAMessageMeet() {
        List<Message> rows = redacted(
                webSocket(),
                List.of(
                        row(0, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, false, "{\"password\":\"s3c"),
                        row(1, Direction.SERVER_TO_CLIENT, Message.Kind.TEXT, true, "s3cret yes"),
                        row(2, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, true, "ret\"} and s3cret")),
                "ws:s\\dcret",
                "ws:$..password");
        assertEquals(List.of(0L, 1L, 2L), rows.stream().map(Message::sequence).toList());
        assertEquals(
                "{\"password\":\"\u2039r:json:" + TOKEN + "\u203a\"} and ~r.ws." + TOKEN + "~",
                text(rows.get(0)) + text(rows.get(2)));
        assertEquals("~r.ws." + TOKEN + "~ yes", text(rows.get(1)));
        assertEquals(16, rows.get(0).trueSize());
        assertEquals(10, rows.get(1).trueSize());
    }

    @Test
    void theRestOfAnIncompleteMessageIsNotLost() {
        List<Message> rows = redacted(
                webSocket(),
                List.of(
                        row(0, Direction.CLIENT_TO_SERVER, Message.Kind.TEXT, false, "begun s3cret and"),
                        row(1, Direction.SERVER_TO_CLIENT, Message.Kind.BINARY, true, "other")),
                "ws:s3cret");
        assertEquals("begun ~r.ws." + TOKEN + "~ and", text(rows.get(0)));
        assertEquals("other", text(rows.get(1)));
    }

    @Test
    void aSecretIsFoundWherePiecesOfARawStreamMeet() {
        String sent = "HELLO s3cret and more s3cret".repeat(1000);
        for (int size : new int[] {1, 3, 7, 1000, 9000}) {
            List<Message> pieces = new ArrayList<>();
            for (int at = 0; at < sent.length(); at += size) {
                pieces.add(row(
                        pieces.size(),
                        Direction.CLIENT_TO_SERVER,
                        Message.Kind.PIECE,
                        true,
                        sent.substring(at, Math.min(sent.length(), at + size))));
                pieces.add(row(pieces.size(), Direction.SERVER_TO_CLIENT, Message.Kind.PIECE, true, "ok"));
            }
            List<Message> rows = redacted(stream(), pieces, "regex:s3cret");
            assertEquals(pieces.size(), rows.size());
            StringBuilder client = new StringBuilder();
            rows.stream().filter(row -> row.direction().isFromClient()).forEach(row -> client.append(text(row)));
            assertEquals(sent.replace("s3cret", "~r.regex." + TOKEN + "~"), client.toString(), "size " + size);
        }
    }

    @Test
    void aPieceOfARawStreamIsReturnedOnceEnoughFollowsIt() {
        MessageRows rows =
                Redactor.of(RedactionRules.parse(List.of("regex:s3cret")), KEY).messages(stream());
        assertTrue(rows.next(row(0, Direction.CLIENT_TO_SERVER, Message.Kind.PIECE, true, "a s3c"))
                .isEmpty());
        List<Message> ready = rows.next(row(
                1,
                Direction.CLIENT_TO_SERVER,
                Message.Kind.PIECE,
                true,
                "ret" + "x".repeat(2 * PieceTransform.CARRIED)));
        assertEquals(
                List.of("a ~r.regex." + TOKEN + "~"),
                ready.stream().map(RedactedMessagesTest::text).toList());
        assertFalse(text(rows.next(null).get(0)).contains("ret"));
    }
}
