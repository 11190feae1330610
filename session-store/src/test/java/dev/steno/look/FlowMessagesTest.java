package dev.steno.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Regex;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.session.Flows;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowMessagesTest {
    private static final Direction CLIENT = Direction.CLIENT_TO_SERVER;
    private static final Direction SERVER = Direction.SERVER_TO_CLIENT;

    @TempDir
    Path folder;

    private final DecodedBodies decoded = new DecodedBodies();
    private final FlowMessages messages = new FlowMessages(decoded);
    private RecordedFlows flows;

    @BeforeEach
    void open() throws Exception {
        flows = new RecordedFlows(folder);
    }

    @AfterEach
    void close() throws Exception {
        decoded.close();
        flows.close();
    }

    private static Message text(long sequence, Direction direction, String text) {
        return row(sequence, direction, Message.Kind.TEXT, true, text);
    }

    private static Message row(long sequence, Direction direction, Message.Kind kind, boolean last, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return new Message(
                1, sequence, Flows.EPOCH + sequence, direction, kind, last, Message.Edit.NONE, data.length, data);
    }

    private MessageWindow all(Flow flow, MessageFilter filter) throws Exception {
        return messages.window(flows.reader, flow, filter, 0, 500, false);
    }

    private static <T> List<T> each(MessageWindow window, Function<MessageRow, T> what) {
        return window.rows().stream().map(what).toList();
    }

    private static MessageFilter containing(String text) {
        return new MessageFilter(Regex.of(text, Regex.Mode.DOTALL), null, null);
    }

    private String content(Flow flow, long sequence) throws Exception {
        try (InputStream in = messages.content(flows.reader, flow, sequence).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The server's message comes in three rows, with one of the client in between. */
    @Test
    void rowsThatContinueAMessageAreJoined() throws Exception {
        Flow flow = flows.webSocket(
                1,
                text(0, CLIENT, "hello"),
                row(1, SERVER, Message.Kind.BINARY, false, "one "),
                text(2, CLIENT, "between"),
                row(3, SERVER, Message.Kind.BINARY, false, "two "),
                row(4, SERVER, Message.Kind.BINARY, true, "three"),
                text(5, SERVER, "after"));
        MessageWindow window = all(flow, MessageFilter.ALL);
        assertThat(window.size()).isEqualTo(4);
        assertThat(each(window, MessageRow::sequence)).containsExactly(0L, 1L, 2L, 5L);
        MessageRow joined = window.rows().get(1);
        assertThat(joined.size()).isEqualTo(13);
        assertThat(joined.parts()).isEqualTo(3);
        assertThat(joined.complete()).isTrue();
        assertThat(joined.kind()).isEqualTo("binary");
        assertThat(content(flow, 1)).isEqualTo("one two three");
        assertThat(content(flow, 5)).isEqualTo("after");
        assertThat(messages.content(flows.reader, flow, 6)).isEmpty();
        // found by a row that is not the first
        assertThat(each(all(flow, containing("t[w]o")), MessageRow::sequence)).containsExactly(1L);
    }

    @Test
    void aListIsFilteredAndGrows() throws Exception {
        Flow flow = flows.webSocket(1, text(0, CLIENT, "ask 0"), text(1, SERVER, "say 1"));
        MessageFilter server = new MessageFilter(null, SERVER, null);
        assertThat(each(all(flow, server), MessageRow::text)).containsExactly("say 1");
        flows.commit(
                new FlowEvent.MessageSeen(text(2, SERVER, "say 2")),
                new FlowEvent.MessageSeen(row(3, SERVER, Message.Kind.BINARY, true, "\u0000\u0001")));
        assertThat(each(all(flow, server), MessageRow::text)).containsExactly("say 1", "say 2", "00 01");
        assertThat(each(all(flow, new MessageFilter(null, SERVER, "binary")), MessageRow::sequence))
                .containsExactly(3L);
        assertThat(each(all(flow, containing("SAY")), MessageRow::sequence)).containsExactly(1L, 2L);
        assertThat(all(flow, containing("nothing")).size()).isZero();
    }

    /** More rows than are searched: the list is opened at its end, in the middle, and joined rows name their message. */
    @Test
    void aLongListIsNotSearched() throws Exception {
        int rows = StoredMessages.SCANNED + 1_000;
        List<FlowEvent> facts = new ArrayList<>();
        for (int i = 0; i < rows - 2; i++) {
            facts.add(new FlowEvent.MessageSeen(text(i, i % 2 == 0 ? CLIENT : SERVER, "m" + i)));
        }
        facts.add(new FlowEvent.MessageSeen(row(rows - 2, SERVER, Message.Kind.TEXT, false, "begin")));
        facts.add(new FlowEvent.MessageSeen(row(rows - 1, SERVER, Message.Kind.TEXT, true, "end")));
        Flow flow = flows.webSocket(1);
        flows.commit(facts.toArray(FlowEvent[]::new));
        MessageWindow tail = messages.window(flows.reader, flow, MessageFilter.ALL, 0, 3, true);
        assertThat(tail.size()).isEqualTo(rows);
        assertThat(tail.from()).isEqualTo(rows - 3);
        assertThat(each(tail, MessageRow::joins)).containsExactly(-1L, -1L, rows - 2L);
        assertThat(tail.rows().get(1).size()).isEqualTo(8);
        MessageWindow middle = messages.window(flows.reader, flow, MessageFilter.ALL, 40_000, 2, false);
        assertThat(each(middle, MessageRow::text)).containsExactly("m40000", "m40001");
        // with a filter it is searched, and joined
        MessageFilter server = new MessageFilter(null, SERVER, null);
        MessageWindow found = messages.window(flows.reader, flow, server, 0, 1, true);
        assertThat(found.searched()).isEqualTo(found.of()).isEqualTo(rows);
        assertThat(found.size()).isEqualTo((rows - 2) / 2 + 1);
        assertThat(each(found, MessageRow::text)).containsExactly("begin");
    }

    @Test
    void eventsOfAStreamAreMessages() throws Exception {
        String stream =
                ": hello\n\nevent: tick\ndata: one\ndata: more\n\n\ndata:two\r\n\r\nid: 3\rdata: three\r\rdata: op";
        flows.response(1, FlowState.OPEN, RecordedFlows.utf8(stream), "Content-Type", "text/event-stream");
        Flow flow = flows.reader.flow(1).orElseThrow();
        MessageWindow window = all(flow, MessageFilter.ALL);
        assertThat(each(window, MessageRow::text)).containsExactly(": hello", "one\nmore", "two", "three");
        assertThat(window.rows().get(1).name()).isEqualTo("tick");
        assertThat(window.rows()).allMatch(row -> row.kind().equals("event") && row.direction() == SERVER);
        assertThat(content(flow, 1)).isEqualTo("one\nmore");
        assertThat(each(all(flow, containing("t[wh]")), MessageRow::sequence)).containsExactly(2L, 3L);
        assertThat(all(flow, new MessageFilter(null, CLIENT, null)).size()).isZero();
        flows.note(1, flow.notes().withInjected(stream.indexOf("event: tick"), 34, "ann"));
        assertThat(each(all(flows.reader.flow(1).orElseThrow(), MessageFilter.ALL), MessageRow::edit))
                .containsExactly(null, "injected", null, null);
        // the last one counts when the response has ended
        flows.response(1, FlowState.COMPLETE, RecordedFlows.utf8(stream + "en"), "Content-Type", "text/event-stream");
        assertThat(each(all(flows.reader.flow(1).orElseThrow(), MessageFilter.ALL), MessageRow::text))
                .endsWith("three", "open");
    }

    @Test
    void eventsOfACompressedStreamAreFoundAnywhere() throws Exception {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            stream.append("data: {\"n\":").append(i).append("}\n\n");
        }
        flows.response(
                1,
                RecordedFlows.gzip(RecordedFlows.utf8(stream.toString())),
                "Content-Type",
                "text/event-stream; charset=utf-8",
                "Content-Encoding",
                "gzip");
        Flow flow = flows.reader.flow(1).orElseThrow();
        MessageWindow tail = messages.window(flows.reader, flow, MessageFilter.ALL, 0, 2, true);
        assertThat(tail.size()).isEqualTo(20_000);
        assertThat(each(tail, MessageRow::text)).containsExactly("{\"n\":19998}", "{\"n\":19999}");
        assertThat(content(flow, 7)).isEqualTo("{\"n\":7}");
    }

    @Test
    void aMessageIsLookedAt() throws Exception {
        Flow flow = flows.webSocket(1, text(0, CLIENT, "{\"a\":1}"));
        BodyLook look = messages.look(flows.reader, flow, 0, LookRequest.USUAL).orElseThrow();
        assertThat(look.view().name()).isEqualTo("json");
        assertThat(look.lines()).hasSize(3);
    }
}
