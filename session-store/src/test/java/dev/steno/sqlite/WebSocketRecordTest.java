package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionMerge;
import dev.steno.store.FlowSearch;
import dev.steno.store.Problem;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WebSocket in a session: reading, checking, copying, merging, repairing and searching. */
class WebSocketRecordTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = WebSocketRecord.record(folder.resolve("work.steno"));
    }

    @Test
    void itsFlowAndItsMessagesAreReadAsTheyWereWritten() throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            WebSocketRecord.check(reader);
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).isClean()).isTrue();
    }

    @Test
    void aCopyAndAMergedSessionHaveItToo() throws Exception {
        Path copy = folder.resolve("copy.steno");
        SessionCopy.save(file, copy, FilterParser.parse("~websocket"), false, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(copy)) {
            assertThat(reader.flow(1)).contains(WebSocketRecord.ended());
            assertThat(reader.messages(1, 0, 100)).isEqualTo(WebSocketRecord.MESSAGES);
        }
        Path merged = folder.resolve("merged.steno");
        SessionMerge.merge(List.of(file, copy), merged, "test", false, Progress.NONE);
        assertThat(SessionCheck.verify(merged, Progress.NONE).isClean()).isTrue();
        try (SessionReader reader = SqliteSessionReader.open(merged)) {
            List<Long> found = found(reader, "~websocket");
            assertThat(found).hasSize(2).allSatisfy(id -> {
                assertThat(((HttpFlow) reader.flow(id).orElseThrow()).webSocket())
                        .isEqualTo(WebSocketRecord.ended().webSocket());
                assertThat(reader.messages(id, 0, 100))
                        .isEqualTo(WebSocketRecord.MESSAGES.stream()
                                .map(message -> message.withFlow(id))
                                .toList());
            });
        }
    }

    @Test
    void filtersFindItAndWhatWasSaidOnIt() throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(found(reader, "~websocket")).containsExactly(1L);
            assertThat(found(reader, "! ~websocket")).containsExactly(2L);
            assertThat(found(reader, "~bq hello")).containsExactly(1L);
            assertThat(found(reader, "~bs hello")).isEmpty();
            assertThat(found(reader, "~bs added")).containsExactly(1L);
            assertThat(found(reader, "~b 'body of'")).containsExactly(2L);
            assertThat(found(reader, "size = 105 & reqsize = 14")).containsExactly(1L);
        }
    }

    @Test
    void oneThatWasOpenWhenItsRecorderDiedCountsTheMessagesThatAreThere() throws Exception {
        Path killed = folder.resolve("killed.steno");
        SqliteSessionStore store = SqliteSessionStore.open(killed, "test");
        List<FlowEvent> events = new ArrayList<>();
        events.add(new FlowEvent.Opened(
                WebSocketRecord.flow(FlowState.OPEN, 1, 0, new WebSocket.Sent(0, 0, 4, 0), WebSocket.Sent.NOTHING)));
        WebSocketRecord.MESSAGES.forEach(message -> events.add(new FlowEvent.MessageSeen(message)));
        store.commit(WriteBatch.of(events.toArray(FlowEvent[]::new)));
        store.close();

        SqliteSessionStore.open(killed, "test").close();

        assertThat(SessionCheck.verify(killed, Progress.NONE).isClean()).isTrue();
        try (SessionReader reader = SqliteSessionReader.open(killed)) {
            HttpFlow flow = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(flow.state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(flow.messages()).isEqualTo(7);
            assertThat(flow.webSocket().client()).isEqualTo(new WebSocket.Sent(3, 14, 4, 0));
            assertThat(flow.webSocket().server()).isEqualTo(new WebSocket.Sent(2, 105, 0, 0));
            assertThat(flow.webSocket().close()).isNull();
        }
    }

    @Test
    void aMessageThatIsMissingIsFoundAndTheFlowMended() throws Exception {
        ToolSession.damage(file, "DELETE FROM message WHERE seq = 3");
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).containsKey(Problem.Kind.SHORT_STREAM);
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.flow(1).map(Flow::messages)).contains(3L);
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).isClean()).isTrue();
    }

    @Test
    void oneWhoseFlowCannotBeReadIsMadeFromItsRowAndItsMessages() throws Exception {
        ToolSession.damage(file, "UPDATE flow_pb SET pb = x'ff' WHERE id = 1");
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            HttpFlow flow = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(flow.webSocket().messages()).isEqualTo(7);
            assertThat(flow.sentByClient()).isEqualTo(14);
            assertThat(flow.sentByServer()).isEqualTo(105);
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).isClean()).isTrue();
    }

    private static List<Long> found(SessionReader reader, String filter) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> ids.add(place.flow()), () -> false);
        return ids;
    }
}
