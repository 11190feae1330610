package dev.steno.tui.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sign of flows that are not as the peers sent them. */
class EditedSignTest {
    @TempDir
    private Path folder;

    /** Returns the flow as it is recorded if a rule has replaced the header fields of its response. */
    private static HttpFlow changed(HttpFlow flow) {
        HttpFlow sent =
                flow.withResponse(Objects.requireNonNull(flow.response()).withHeaders(Headers.of("Server", "own")));
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                List.of(),
                null,
                Notes.NONE,
                sent);
    }

    @Test
    void rowsThatAreReadOnceAndForAllGetIt() throws Exception {
        Path file = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        for (long id = 1; id <= 200; id++) {
            HttpFlow flow = SampleSession.numbered(id);
            store.commit(WriteBatch.of(new FlowEvent.Closed(id == 3 ? changed(flow) : flow)));
        }
        store.close();
        try (Screenful screen = Screenful.of(file, 100, 24)) {
            screen.await("number-200");

            screen.press("home").await("number-3 ");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(screen.row("number-3 ").text()).contains("✎"));
        }
    }
}
