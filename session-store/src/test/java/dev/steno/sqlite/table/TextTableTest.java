package dev.steno.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.search.Postings;
import dev.steno.search.TextChunkBuilder;
import dev.steno.session.Flows;
import dev.steno.sqlite.Indexing;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTableTest {
    @TempDir
    Path folder;

    private SqliteSessionStore store;
    private SessionReader reader;

    @BeforeEach
    void open() throws Exception {
        store = SqliteSessionStore.open(folder.resolve("work.steno"), "test");
        reader = store.reader();
        for (long id = 1; id <= 10; id++) {
            write(with(id, "word" + id + "."));
        }
        Indexing.chunk(store, reader, 5);
        Indexing.chunk(store, reader, 5);
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        store.close();
    }

    @Test
    void theWatermarkIsToldAndIsThatOfTheFile() throws Exception {
        assertThat(store.textIndex().indexedTo()).isEqualTo(10);
        assertThat(reader.info().file().textIndexedTo()).isEqualTo(10);
        assertThat(count("text_posting")).isEqualTo(2 * Postings.ROWS);
    }

    @Test
    void aMarkLeavesAFlowIndexedAndAnEditDoesNot() throws Exception {
        HttpFlow flow = with(3, "word3.");
        write(flow.withNotes(flow.notes().withMark("red").withComment("look")));
        assertThat(count("text_again")).isZero();
        HttpFlow edited = with(3, "edited");
        write(edited.withNotes(edited.notes().withMark("red")).withNotes(edited.notes()));
        assertThat(count("text_again")).isEqualTo(1);
        assertThat(found("~b edited")).containsExactly(3L);
        assertThat(found("~b word3")).isEmpty();
        Indexing.chunk(store, reader, 10, true, () -> {});
        assertThat(count("text_again")).isZero();
        assertThat(found("~b edited")).containsExactly(3L);
        assertThat(found("~b word3")).isEmpty();
    }

    @Test
    void aFlowThatIsWrittenWhileItIsIndexedIsLookedAtAgain() throws Exception {
        write(with(11, "before"));
        Indexing.chunk(
                store,
                reader,
                5,
                false,
                () -> write(with(11, "after").withNotes(Flows.open(1).notes())));
        assertThat(found("~b after")).containsExactly(11L);
        assertThat(found("~b before")).isEmpty();
        Indexing.chunk(store, reader, 5, true, () -> {
            HttpFlow last = with(11, "at last");
            write(last.withNotes(last.notes()).withNotes(last.notes()));
        });
        assertThat(found("~b 'at last'")).containsExactly(11L);
        assertThat(found("~b after")).isEmpty();
    }

    @Test
    void aFlowThatComesLateIsFound() throws Exception {
        for (long id = 21; id <= 25; id++) {
            write(with(id, "late" + id));
        }
        Indexing.chunk(store, reader, 10);
        write(with(15, "late15"));
        assertThat(found("~b late15")).containsExactly(15L);
        assertThat(found("~b late2")).containsExactly(21L, 22L, 23L, 24L, 25L);
    }

    @Test
    void chunksWhoseFlowsAreAllGoneAreDropped() throws Exception {
        assertThat(store.textIndex().dropEmpty()).isFalse();
        for (long id = 1; id <= 5; id++) {
            store.commit(WriteBatch.of(new FlowEvent.Deleted(id)));
        }
        assertThat(store.textIndex().dropEmpty()).isTrue();
        assertThat(store.textIndex().dropEmpty()).isFalse();
        assertThat(count("text_posting")).isEqualTo(Postings.ROWS);
        assertThat(found("~b word")).containsExactly(6L, 7L, 8L, 9L, 10L);
        write(with(2, "back"));
        assertThat(found("~b back")).containsExactly(2L);
    }

    @Test
    void aChunkThatWasGivenUpIsOfNoAccount() throws Exception {
        write(with(11, "eleven"));
        List<Long> begun = store.textIndex().beginChunk(5, false);
        TextChunkBuilder builder = new TextChunkBuilder(new StoredContent(reader));
        reader.flows(begun).forEach(builder::addFlow);
        store.textIndex().write(0, builder.build().rows());
        assertThat(found("~b eleven")).containsExactly(11L);
        write(with(12, "twelve"));
        Indexing.chunk(store, reader, 5);
        assertThat(found("~b eleven")).containsExactly(11L);
        assertThat(found("~b twelve")).containsExactly(12L);
        assertThat(count("text_posting")).isEqualTo(3 * Postings.ROWS);
    }

    private void write(Flow flow) throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Changed(flow)));
    }

    private long count(String table) throws Exception {
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(store.file()))) {
            return client.number("SELECT count(*) FROM " + table);
        }
    }

    private List<Long> found(String filter) throws Exception {
        List<Long> forwards = new ArrayList<>();
        FlowSearch search = FlowSearch.of(FilterParser.parse(filter));
        reader.search(search, place -> forwards.add(place.flow()), () -> false);
        List<Long> backwards = new ArrayList<>();
        reader.search(
                search.reverse(true),
                place -> {
                    backwards.add(0, place.flow());
                    return true;
                },
                () -> false);
        assertThat(backwards).isEqualTo(forwards);
        return forwards;
    }

    private static HttpFlow with(long id, String body) {
        return Flows.answered(
                Flows.open(id), FlowState.COMPLETE, new Body.Inline(body.getBytes(StandardCharsets.US_ASCII)));
    }
}
