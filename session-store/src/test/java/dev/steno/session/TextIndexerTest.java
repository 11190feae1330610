package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class TextIndexerTest {
    @TempDir
    Path folder;

    @Test
    void whatIsRecordedIsIndexedBehindItAndAResumedSessionGoesOn() throws Exception {
        Path file = folder.resolve("work.steno");
        Session first = start(file);
        for (long id = 1; id <= 5000; id++) {
            first.accept(new FlowEvent.Closed(flow(id)));
        }
        awaitIndexed(first, 4096);
        assertThat(search(first, "~b 'needle 77 '")).containsExactly(77L, 4177L);
        assertThat(search(first, "~b 'and 4999$'")).containsExactly(4999L); // beyond the watermark
        first.close();

        Session second = start(file);
        for (long id = 5001; id <= 6200; id++) {
            second.accept(new FlowEvent.Closed(flow(id)));
        }
        awaitIndexed(second, 6144);
        assertThat(search(second, "~b 'and 5500$'")).containsExactly(5500L);
        second.close();
    }

    @Test
    void whatIsLessThanAChunkIsIndexedWhenNoMoreComes() throws Exception {
        Session session = start(folder.resolve("work.steno"));
        for (long id = 1; id <= 300; id++) {
            session.accept(new FlowEvent.Closed(flow(id)));
        }
        awaitIndexed(session, 300);
        assertThat(search(session, "~b 'needle 77 '")).containsExactly(77L);
        session.close();
    }

    @Test
    void flowsThatAreWrittenAgainAreFoundByWhatTheyHoldNow() throws Exception {
        Path file = folder.resolve("work.steno");
        Session session = start(file);
        for (long id = 1; id <= 2048; id++) {
            session.accept(id <= 400 ? new FlowEvent.Opened(Flows.open(id)) : new FlowEvent.Closed(flow(id)));
        }
        awaitIndexed(session, 2048);
        for (long id = 1; id <= 400; id++) {
            session.accept(new FlowEvent.Closed(flow(id)));
        }
        session.accept(new FlowEvent.Deleted(77));
        session.durable().get();
        assertThat(search(session, "~b 'needle 77 '")).isEmpty();
        assertThat(search(session, "~b 'needle 99 '")).containsExactly(99L);
        // After they are indexed again, searches do not decode them any more.
        await().until(() -> writtenAgain(file) == 0);
        assertThat(search(session, "~b 'needle 99 '")).containsExactly(99L);
        session.close();
    }

    @Test
    void endingDoesNotWaitForTheIndex() throws Exception {
        Path file = folder.resolve("work.steno");
        Session session = start(file);
        for (long id = 1; id <= 5000; id++) {
            session.accept(new FlowEvent.Closed(flow(id)));
        }
        assertThat(session.close().flows()).isEqualTo(5000);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            List<Long> found = new ArrayList<>();
            reader.search(
                    FlowSearch.of(FilterParser.parse("~b 'and 4999$'")), place -> found.add(place.flow()), () -> false);
            assertThat(found).containsExactly(4999L);
        }
    }

    @Test
    void aStoreThatCannotBeWrittenDoesNotHoldUpTheEnd() throws Exception {
        Path file = folder.resolve("work.steno");
        Session session = start(file);
        for (long id = 1; id <= 2100; id++) {
            session.accept(new FlowEvent.Closed(flow(id)));
        }
        session.durable().get();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            other.createStatement().execute("BEGIN IMMEDIATE");
            session.accept(new FlowEvent.Closed(flow(2101)));
            assertThatThrownBy(() -> session.close(300)).isInstanceOf(SessionException.class);
        }
    }

    private static long writtenAgain(Path file) throws Exception {
        try (Connection client = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet row = client.createStatement().executeQuery("SELECT count(*) FROM text_again")) {
            return row.getLong(1);
        }
    }

    private static Session start(Path file) throws Exception {
        Session session = new Session(new RecordBudget(1 << 24));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
        session.indexTexts();
        return session;
    }

    private static HttpFlow flow(long id) {
        String body = "one needle " + id % 4100 + " and " + id;
        return Flows.answered(
                Flows.open(id), FlowState.COMPLETE, new Body.Inline(body.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void awaitIndexed(Session session, long flow) throws Exception {
        try (SessionReader reader = session.reader()) {
            await().until(() -> reader.info().file().textIndexedTo() >= flow);
        }
    }

    private static List<Long> search(Session session, String filter) throws Exception {
        try (SessionReader reader = session.reader()) {
            List<Long> found = new ArrayList<>();
            reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> found.add(place.flow()), () -> false);
            return found;
        }
    }
}
