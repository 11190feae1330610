package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRoundTripTest {
    @TempDir
    Path folder;

    @Test
    void whatWasRecordedIsThereAgainAndNumbersGoOn() throws Exception {
        Path file = folder.resolve("work.steno");
        List<Flow> recorded = new ArrayList<>();
        Session first = new Session(new RecordBudget(1 << 20));
        first.start(SqliteSessionStore.open(file, "test"), new Sequences());
        for (long id = 1; id <= 2500; id++) {
            first.accept(new FlowEvent.Opened(id % 10 == 0 ? Flows.raw(id, FlowState.OPEN, 0) : Flows.open(id)));
            Flow done = id % 10 == 0 ? Flows.raw(id, FlowState.COMPLETE, 0) : Flows.complete(id);
            first.accept(new FlowEvent.Closed(done));
            recorded.add(done);
        }
        var closed = first.close();
        assertThat(closed.flows()).isEqualTo(2500);
        assertThat(closed.kept()).isTrue();
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).containsExactly("work.steno");

        Sequences sequences = new Sequences();
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(store.resumed()).isTrue();
        assertThat(store.resumedWith().flows()).isEqualTo(2500);
        assertThat(store.resumedWith().interrupted()).isZero();
        Session second = new Session(new RecordBudget(1 << 20));
        second.start(store, sequences);
        assertThat(sequences.nextFlow()).isEqualTo(2501);
        assertThat(sequences.nextConnection()).isEqualTo(5001);
        try (SessionReader reader = second.reader()) {
            List<Flow> read = new ArrayList<>();
            Place after = Place.START;
            for (List<Flow> page = reader.page(after, 700, false);
                    !page.isEmpty();
                    page = reader.page(after, 700, false)) {
                read.addAll(page);
                after = Place.of(page.get(page.size() - 1));
            }
            assertThat(read).isEqualTo(recorded);
        }
        second.close();
    }
}
