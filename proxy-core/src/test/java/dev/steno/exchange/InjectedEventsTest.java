package dev.steno.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.InjectedEvents;
import dev.steno.flow.NewEvent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are put in at borders only, wherever the pieces of a stream are cut and whatever ends its lines. */
class InjectedEventsTest implements InjectedEvents.Owner {
    private static final byte[] EVENT = new NewEvent("mine", null, null, -1).bytes();

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> notes = new ArrayList<>();

    @Override
    public void passEvents(Chunk chunk) {
        byte[] bytes = new byte[chunk.size()];
        chunk.copyTo(0, bytes, 0, bytes.length);
        sent.writeBytes(bytes);
        chunk.release();
    }

    @Override
    public void injected(long at, int size, String by) {
        notes.add(at + "+" + size + " " + by);
        assertThat(sent.size()).isEqualTo(at + size);
    }

    @Override
    public void notInjected(int size, String by) {
        notes.add("lost " + size + " " + by);
    }

    private String text() {
        return sent.toString(UTF_8);
    }

    private static Chunk piece(String text) {
        return Chunk.of(text.getBytes(UTF_8));
    }

    /** The data of the events of a stream, as a browser dispatches them. */
    private static List<String> dispatched(String stream) {
        List<String> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        for (String line : stream.split("\r\n|\n|\r", -1)) {
            if (line.isEmpty() && !data.isEmpty()) {
                events.add(String.join("|", data));
                data.clear();
            } else if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }
        return events;
    }

    private static boolean isBorder(String head) {
        String[] lines = head.split("\r\n|\n|\r", -1);
        boolean inEvent = false;
        for (int i = 0; i < lines.length - 1; i++) {
            inEvent = !lines[i].isEmpty() && (inEvent || !lines[i].startsWith(":"));
        }
        return !inEvent && lines[lines.length - 1].isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void whereverAStreamIsCut(String end) {
        String stream =
                String.join(end, ": hello", "", "id: 1", "data: a", "data: b", "", "", ": c", "data: c", "", "");
        for (int cut = 0; cut <= stream.length(); cut++) {
            sent.reset();
            InjectedEvents events = new InjectedEvents(this);
            events.receive(piece(stream.substring(0, cut)));
            int before = sent.size();
            events.inject(EVENT, "ann");
            boolean atOnce = sent.size() > before;
            events.receive(piece(stream.substring(cut)));
            List<String> all = dispatched(text());
            assertThat(all)
                    .as("%s, cut at %d: %s", stream, cut, text())
                    .contains("a|b", "c", "mine")
                    .hasSize(3);
            assertThat(text().replaceFirst("data: mine\n\n", "")).isEqualTo(stream);
            assertThat(atOnce).as("%s, cut at %d", stream, cut).isEqualTo(isBorder(stream.substring(0, cut)));
        }
    }

    @Test
    void severalWaitForOneBorderAndKeepTheirOrder() {
        InjectedEvents events = new InjectedEvents(this);
        events.receive(piece("data: a\n"));
        events.inject(new NewEvent("1", null, null, -1).bytes(), "ann");
        events.inject(new NewEvent("2", null, null, -1).bytes(), "bob");
        assertThat(text()).isEqualTo("data: a\n");
        events.receive(piece("\ndata: b\n\n"));
        assertThat(text()).isEqualTo("data: a\n\ndata: 1\n\ndata: 2\n\ndata: b\n\n");
        assertThat(notes).containsExactly("9+9 ann", "18+9 bob");
        events.inject(EVENT, "ann");
        assertThat(text()).endsWith("data: b\n\ndata: mine\n\n");
    }

    @Test
    void anEventThatFindsNoBorderIsNotSent() {
        InjectedEvents events = new InjectedEvents(this);
        events.receive(piece("data: a\n"));
        events.inject(EVENT, "ann");
        events.receive(piece("data: b\n"));
        events.end();
        assertThat(text()).isEqualTo("data: a\ndata: b\n");
        assertThat(notes).containsExactly("lost 12 ann");
    }

    @Test
    void noMoreWaitThanAMebibyte() {
        InjectedEvents events = new InjectedEvents(this);
        events.receive(piece("data: a\n"));
        byte[] half = new byte[1 << 19];
        assertThat(events.inject(half, "ann")).isTrue();
        assertThat(events.inject(half, "ann")).isTrue();
        assertThat(events.inject(EVENT, "ann")).isFalse();
    }

    @Test
    void aByteOrderMarkBehindTheFirstEventIsNotSent() {
        InjectedEvents events = new InjectedEvents(this);
        events.inject(EVENT, "ann");
        events.receive(piece("\uFEFFdata: a\n\n"));
        assertThat(text()).isEqualTo("data: mine\n\ndata: a\n\n");
    }

    @Test
    void anEventHasItsFields() {
        assertThat(new String(new NewEvent("one\r\ntwo\r\r", "tick", "7", 1500).bytes(), UTF_8))
                .isEqualTo("event: tick\nid: 7\nretry: 1500\ndata: one\ndata: two\ndata:\ndata:\n\n");
        assertThat(new String(new NewEvent("", null, "", -1).bytes(), UTF_8)).isEqualTo("id:\ndata:\n\n");
    }
}
