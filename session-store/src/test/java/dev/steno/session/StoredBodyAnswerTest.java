package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.source.BodySources;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that is stored in a session answers a request: it is read from the file while it is sent. */
class StoredBodyAnswerTest extends ProxyTest {
    @TempDir
    Path folder;

    @Test
    void aStoredBodyIsSentAsItWasRecorded() throws Exception {
        byte[] body = noise(3 * Body.Stored.CHUNK + 7);
        Path file = folder.resolve("recorded.steno");
        Body.Stored stored = new Body.Stored(1, body.length, body.length, true);
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        for (int i = 0; i * Body.Stored.CHUNK < body.length; i++) {
            int from = i * Body.Stored.CHUNK;
            byte[] piece = Arrays.copyOfRange(body, from, Math.min(body.length, from + Body.Stored.CHUNK));
            store.commit(WriteBatch.of(new FlowEvent.BodyChunk(1, i, from, piece)));
        }
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1, stored))));
        store.close();
        SessionReader reader = closing(SqliteSessionReader.open(file));
        HttpResponse answer = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.EMPTY,
                null,
                new Body.Source(BodySources.stream(stored.size(), () -> reader.body(stored))),
                0,
                0);
        restartWith(
                settings -> settings,
                registrar ->
                        registrar.on(Hook.REQUEST_HEAD, Phase.DECIDE, (flow, context) -> new Verdict.Answer<>(answer)));

        HttpAnswer sent = client().send("GET http://mock.invalid/ HTTP/1.1\r\nHost: mock.invalid\r\n\r\n")
                .response();
        assertThat(sent.field("Content-Length")).isEqualTo(Integer.toString(body.length));
        assertThat(sent.body()).isEqualTo(body);
    }
}
