package dev.steno.web.opened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.log.EventLog;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FileFeed;
import dev.steno.view.FlowFeed;
import dev.steno.view.OpenableSession;
import dev.steno.web.ReadOnlyInterface;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.guard.WebToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over a session file that another process records to. */
@Timeout(600)
class ReadOnlyInterfaceTest {
    @TempDir
    Path folder;

    private SessionServer recorder;
    private ReadOnlyInterface server;
    private WebToken token;

    @BeforeEach
    void start() throws Exception {
        recorder = new SessionServer(folder, session -> List.of());
        recorder.record(recorder.session.sequences().nextFlow(), "/first", 200, 1);
        recorder.session.durable().get();
        Path home = Files.createDirectory(folder.resolve("viewer"));
        server = ReadOnlyInterface.bind(0, false);
        server.start(
                FollowedSession.open(new SessionFile(recorder.file), "work.steno", recorder.file, null),
                home,
                new ReadOnlyInterface.Parts(new EventLog(), file -> Redactor.NONE, ProtoSchema.NONE, "1.2.3"));
        token = WebToken.read(home);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        recorder.close();
    }

    /** The session file, as any session that can be opened. */
    private record SessionFile(Path file) implements OpenableSession {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public SessionReader open() throws SessionException {
            return SqliteSessionReader.open(file);
        }

        @Override
        public FlowFeed follow(boolean fromBeginning) throws SessionException {
            return new FileFeed(this::open, fromBeginning);
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path.substring(1)))
                                .header("Authorization", token.authorization())
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return send("GET", path, "").body();
    }

    @Test
    void flowsAreReadAtThePathsOfARecordedSessionAndOfAnOpenedOne() throws Exception {
        for (String base : List.of("/api/v1", "/api/v1/opened/shown")) {
            assertThat(get(base + "/flows")).contains("\"path\":\"/first\"");
            assertThat(get(base + "/flows/1")).contains("\"path\":\"/first\"");
            assertThat(get(base + "/status"))
                    .contains("\"read_only\":true", "\"alone\":true", "\"name\":\"work.steno\"", "\"flows\":1");
        }
        assertThat(get("/api/v1/flows/1/response/body")).isEqualTo("/first");
    }

    @Test
    void flowsThatAreRecordedMeanwhileAreShown() throws Exception {
        recorder.record(recorder.session.sequences().nextFlow(), "/second", 200, 1);
        recorder.session.durable().get();
        assertThat(get("/api/v1/flows?filter=/second")).contains("\"path\":\"/second\"");
        await().until(() -> get("/api/v1/status").contains("\"flows\":2"));
    }

    @Test
    void aStreamFollowsTheRecorder() throws Exception {
        HttpResponse<Stream<String>> lines = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "api/v1/flows?follow=1"))
                                .header("Authorization", token.authorization())
                                .build(),
                        BodyHandlers.ofLines());
        Iterator<String> each = lines.body().iterator();
        assertThat(each.next()).contains("\"path\":\"/first\"");
        recorder.record(recorder.session.sequences().nextFlow(), "/later", 200, 1);
        assertThat(each.next()).contains("\"path\":\"/later\"");
    }

    @Test
    void nothingIsChanged() throws Exception {
        assertThat(send("PATCH", "/api/v1/opened/shown/flows/1", "{\"comment\":\"x\"}"))
                .satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(403);
                    assertThat(answer.body()).contains("work.steno is open read-only", "the Steno that records to it");
                });
        assertThat(send("PATCH", "/api/v1/flows/1", "{\"comment\":\"x\"}").statusCode())
                .isEqualTo(405);
        assertThat(send("DELETE", "/api/v1/opened/shown", "").body()).contains("until it ends");
        assertThat(get("/api/v1/flows/1")).contains("\"comment\":\"\"");
    }

    @Test
    void thePageIsThatOfAnOpenedSession() throws Exception {
        HttpResponse<String> root = send("GET", "/", "");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("Location")).hasValue("/?opened=shown");
        assertThat(send("GET", "/?opened=shown", "").body()).contains("<html");
        assertThat(server.loginUrl()).startsWith(server.url() + "?opened=shown#login=");
    }

    @Test
    void theTokenIsNeeded() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "api/v1/flows"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int port = URI.create(server.url()).getPort();
        assertThatThrownBy(() -> ReadOnlyInterface.bind(port, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageEndingWith("choose another port with --port");
    }
}
