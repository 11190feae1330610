package dev.steno.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno mcp} beside a Steno that records. */
@Timeout(300)
class McpBesideTest {
    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private ScriptedOrigin origin;
    private LiveProxy proxy;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
            }
        });
        proxy = LiveProxy.start(folder, "--intercept", "~q & ~u /held", "--intercept-timeout", "10m");
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    private McpClientEnd open(Object... more) throws Exception {
        Object[] words = new Object[more.length + 1];
        words[0] = proxy.session();
        System.arraycopy(more, 0, words, 1, more.length);
        return McpClientEnd.of(proxy.home(), words);
    }

    private static void awaitHeld(McpClientEnd client) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client.tool("hold_list", Map.of()).contains("1 message held"));
    }

    @Test
    void aHeldMessageIsListedChangedAndSentOn() throws Exception {
        RawClient sender = proxy.post(origin, "/held?token=s3cr3t", "user=ann");
        try (McpClientEnd client = open("--allow", "hold")) {
            awaitHeld(client);
            assertThat(client.tool("hold_list", Map.of()))
                    .contains("#1\trequest")
                    .doesNotContain("s3cr3t");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> client.tool("hold_list", Map.of()).contains("/held?token="));
            assertThat(client.failure("hold_decide", Map.of("flow", 1, "action", "drop", "status", 404)))
                    .isEqualTo("the action drop has no status");
            assertThat(client.failure(
                            "hold_decide",
                            Map.of(
                                    "flow",
                                    1,
                                    "action",
                                    "resume",
                                    "edits",
                                    List.of(Map.of("op", "body", "text", "a=~r.form.0123abcd~")))))
                    .contains("a token that stands for a secret");
            assertThat(client.tool(
                            "hold_decide",
                            Map.of(
                                    "flow",
                                    1,
                                    "action",
                                    "resume",
                                    "edits",
                                    List.of(Map.of("op", "body", "text", "user=bob")))))
                    .contains("Done");
            assertThat(sender.response().text()).isEqualTo("ok");
            assertThat(received).singleElement().asString().endsWith("user=bob");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> client.tool("flow_get", Map.of("flow", 1)).contains("edited by steno mcp"));
        }
    }

    @Test
    void aHeldRequestIsAnsweredInTheServersPlace() throws Exception {
        RawClient sender = proxy.post(origin, "/held", "user=ann");
        try (McpClientEnd client = open("--allow", "hold")) {
            awaitHeld(client);
            client.tool(
                    "hold_decide",
                    Map.of(
                            "flow",
                            1,
                            "action",
                            "answer",
                            "status",
                            418,
                            "headers",
                            List.of(List.of("X-By", "test")),
                            "body",
                            "tea"));
            assertThat(sender.response().status()).isEqualTo(418);
            assertThat(received).isEmpty();
        }
    }

    @Test
    void rulesAndNotesAreSetIfTheyAreAllowedAndTheSessionIsReadWhileItIsRecorded() throws Exception {
        try (McpClientEnd client = open("--allow", "rules,notes")) {
            assertThat(client.tool("session_info", Map.of()))
                    .contains("0 flows")
                    .contains("It is being recorded, by a Steno that takes commands.")
                    .contains("Not allowed: send,hold.");
            assertThat(client.tool("rules_set", Map.of("kind", "block-list", "specs", List.of("|~u /ads|404"))))
                    .contains("1 rule of the kind block-list")
                    .contains("block-list-1");
            assertThat(proxy.post(origin, "/ads", "a").response().status()).isEqualTo(404);
            assertThat(client.failure("rules_set", Map.of("kind", "no-kind", "specs", List.of("x"))))
                    .contains("no-kind");

            assertThat(proxy.post(origin, "/page", "a").response().text()).isEqualTo("ok");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> client.tool("flows_list", Map.of("filter", "state = complete"))
                            .contains("/page"));
            assertThat(client.tool("note", Map.of("flow", 2, "comment", "look here", "mark", "*")))
                    .contains("Done");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> client.tool("flow_get", Map.of("flow", 2)).contains("comment: look here"));
            assertThat(client.failure("note", Map.of("flow", 99, "mark", "*"))).contains("99");
            assertThat(client.failure("hold_decide", Map.of("flow", 2, "action", "kill")))
                    .contains("--allow hold");
        }
    }

    @Test
    void aRequestIsSentAgainWithChangesAndItsFlowIsShown() throws Exception {
        assertThat(proxy.post(origin, "/page?token=s3cr3t", "user=ann")
                        .response()
                        .text())
                .isEqualTo("ok");
        try (McpClientEnd client = open("--allow", "send")) {
            String shown = client.tool(
                    "flow_edit_send",
                    Map.of("of", 1, "edits", List.of(Map.of("op", "header.set", "name", "X-Try", "value", "1"))));
            assertThat(shown).contains("Flow 2").contains("X-Try: 1").doesNotContain("s3cr3t");
            assertThat(received)
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).contains("/page?token=s3cr3t"))
                    .anySatisfy(request -> assertThat(request).contains("X-Try: 1"));
            assertThat(client.failure("flow_edit_send", Map.of("of", 1, "body", "a=~r.form.0123abcd~")))
                    .contains("a token that stands for a secret");
            assertThat(client.failure("flow_edit_send", Map.of("of", 99))).contains("99");
            assertThat(client.failure("flow_edit_send", Map.of("method", "GET")))
                    .contains("give of");
        }
    }
}
