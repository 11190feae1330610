package dev.steno.cli.replay;

import dev.steno.cli.Call;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.AnsweringOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base class for tests of {@code steno replay}: a session, a server that notes what it received, and a session to record to. */
abstract class ReplayCall {
    @TempDir
    Path folder;

    final List<String> received = new CopyOnWriteArrayList<>();
    AnsweringOrigin origin;
    Path source;
    Path target;

    @BeforeEach
    void begin() throws Exception {
        origin = AnsweringOrigin.plain((head, body, out) -> {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            received.add(head.start() + " " + text);
            AnsweringOrigin.ok(out, "text/plain", "new".getBytes(StandardCharsets.UTF_8));
        });
        source = folder.resolve("source.steno");
        target = folder.resolve("target.steno");
    }

    @AfterEach
    void end() throws Exception {
        origin.close();
    }

    RecordedRequests session() throws Exception {
        return new RecordedRequests(source, origin.port());
    }

    Call replay(Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("replay", source, "--home", folder.resolve("home"), "--to", target));
        words.addAll(Arrays.asList(more));
        return Call.steno(words.toArray());
    }

    static List<HttpFlow> flows(Path file) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            List<HttpFlow> flows = new ArrayList<>();
            for (Flow flow : reader.page(Place.START, 2_000, false)) {
                flows.add((HttpFlow) flow);
            }
            return flows;
        }
    }
}
