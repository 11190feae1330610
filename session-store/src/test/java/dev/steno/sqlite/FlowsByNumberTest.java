package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.session.Flows;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows are read by one query if they are side by side, else one by one, with the same result. */
class FlowsByNumberTest {
    private static final List<Long> RECORDED = List.of(1L, 2L, 4L, 5L, 9L, 40L, 41L);

    @TempDir
    Path folder;

    static List<List<Long>> asked() {
        return List.of(
                List.of(),
                List.of(4L),
                List.of(3L),
                List.of(1L, 2L, 4L, 5L), // side by side
                List.of(1L, 3L, 5L, 6L, 7L, 9L), // with numbers that have no flow
                List.of(2L, 5L), // with others between them
                List.of(6L, 7L, 8L),
                List.of(1L, 40L), // far from each other
                List.of(41L, 40L, 2L, 1L), // in another order
                List.of(2L, 2L, 1L));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void flowsComeInTheOrderInWhichTheyAreAskedFor(List<Long> asked) throws Exception {
        Path file = folder.resolve("s.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        try {
            for (long id : RECORDED) {
                store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(id))));
            }
        } finally {
            store.close();
        }
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.flows(asked))
                    .extracting(Flow::id)
                    .isEqualTo(asked.stream().filter(RECORDED::contains).toList());
            assertThat(reader.rows(asked))
                    .isEqualTo(reader.flows(asked).stream().map(FlowRow::of).toList());
        }
    }
}
