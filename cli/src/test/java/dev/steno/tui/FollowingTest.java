package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the list does while another process records. */
class FollowingTest {
    @TempDir
    private Path folder;

    private static void record(SqliteSessionStore store, long flow) throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(flow))));
    }

    @Test
    void theListFollowsOrStaysOrPauses() throws Exception {
        Path session = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(session, "steno test");
        try {
            for (int flow = 1; flow <= 40; flow++) {
                record(store, flow);
            }
            try (Screenful screen = Screenful.of(session, 80, 14)) {
                assertThat(screen.await("number-40")).doesNotContain("number-30");
                record(store, 41);
                assertThat(screen.await("number-41")).doesNotContain("number-31");

                screen.press("k", "k");
                record(store, 42);
                assertThat(screen.await("1 new")).contains("number-41").doesNotContain("number-42");

                screen.press("p");
                assertThat(screen.await("paused")).contains("number-41");
                record(store, 43);
                assertThat(screen.await("2 new"))
                        .contains("number-41", "paused")
                        .doesNotContain("number-43");

                assertThat(screen.press("F").await("number-43")).doesNotContain("paused");
                assertThat(screen.press("g").type("7").press("enter").await("number-7"))
                        .doesNotContain("number-43");
            }
        } finally {
            store.close();
        }
    }
}
