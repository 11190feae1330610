package dev.steno.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.ScriptedOrigin;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult.Action;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client asks its user before it acts, beside a Steno that records. */
@Timeout(300)
class McpApprovalTest {
    @TempDir
    private Path folder;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private ScriptedOrigin origin;
    private LiveProxy proxy;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        proxy = LiveProxy.start(folder);
        assertThat(proxy.post(origin, "/page", "a").response().text()).isEqualTo("ok");
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    private McpSyncClient official(McpHttpEnd server, Action... answers) {
        Queue<Action> left = new ArrayDeque<>(List.of(answers));
        McpSyncClient client = McpClient.sync(server.transport())
                .requestTimeout(McpHttpEnd.PATIENCE)
                .initializationTimeout(McpHttpEnd.PATIENCE)
                .capabilities(
                        McpSchema.ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> {
                    asked.add(question.message());
                    return McpSchema.ElicitResult.builder(left.remove()).build();
                })
                .build();
        client.initialize();
        return client;
    }

    private static McpSchema.CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    }

    @Test
    void aPersonIsAskedBeforeTheFirstRequestToAHostAndTheAnswerIsRemembered() throws Exception {
        try (McpHttpEnd server = McpHttpEnd.start(proxy.session(), proxy.home(), "send");
                McpSyncClient client = official(server, Action.CANCEL, Action.ACCEPT, Action.DECLINE)) {
            Map<String, Object> again = Map.of("of", 1);
            assertThat(McpHttpEnd.text(call(client, "flow_edit_send", again))).contains("closed without an answer");
            assertThat(received).hasSize(1);
            assertThat(McpHttpEnd.text(call(client, "flow_edit_send", again))).contains("Flow 2");
            assertThat(McpHttpEnd.text(call(client, "flow_edit_send", again))).contains("Flow 3");
            assertThat(asked)
                    .hasSize(2)
                    .allSatisfy(question -> assertThat(question).contains("send requests to 127.0.0.1"));
            Map<String, Object> elsewhere = Map.of("of", 1, "url", "http://other.invalid/");
            for (int i = 0; i < 2; i++) {
                McpSchema.CallToolResult refused = call(client, "flow_edit_send", elsewhere);
                assertThat(refused.isError()).isTrue();
                assertThat(McpHttpEnd.text(refused)).contains("did not approve to send requests to other.invalid");
            }
            assertThat(asked).hasSize(3);
            assertThat(received).hasSize(3);
        }
    }

    @Test
    void anEditThatMovesARequestIsAskedForByItsNewHostAndEachClientIsAskedItself() throws Exception {
        Map<String, Object> moved =
                Map.of("of", 1, "edits", List.of(Map.of("op", "url", "value", "http://user-info.invalid:81/x")));
        try (McpHttpEnd server = McpHttpEnd.start(proxy.session(), proxy.home(), "send")) {
            for (int i = 0; i < 2; i++) {
                try (McpSyncClient client = official(server, Action.DECLINE)) {
                    assertThat(McpHttpEnd.text(call(client, "flow_edit_send", moved)))
                            .contains("user-info.invalid");
                }
            }
            assertThat(asked).hasSize(2);
            assertThat(received).hasSize(1);
        }
    }

    @Test
    void rulesAreAskedForOnceAndNotesAreNot() throws Exception {
        try (McpHttpEnd server = McpHttpEnd.start(proxy.session(), proxy.home(), "rules", "notes");
                McpSyncClient client = official(server, Action.ACCEPT)) {
            Map<String, Object> rule = Map.of("kind", "block-list", "specs", List.of("|~u /ads|404"));
            assertThat(McpHttpEnd.text(call(client, "rules_set", rule))).contains("1 rule");
            assertThat(McpHttpEnd.text(call(client, "rules_set", rule))).contains("1 rule");
            assertThat(McpHttpEnd.text(call(client, "note", Map.of("flow", 1, "mark", "*"))))
                    .contains("Done");
            assertThat(asked).singleElement().asString().contains("traffic of all hosts");
        }
    }

    @Test
    void aClientOnStandardInputIsAskedForAHeldMessageAndLeavingIsNoApproval() throws Exception {
        proxy.close();
        proxy = LiveProxy.start(folder.resolve("second"), "--intercept", "~q & ~u /held");
        proxy.post(origin, "/held", "user=ann");
        try (McpClientEnd client = McpClientEnd.raw(proxy.home(), proxy.session(), "--allow", "hold")) {
            client.initialize(McpClientEnd.NEWEST, Map.of("elicitation", Map.of()));
            await().atMost(McpHttpEnd.PATIENCE)
                    .until(() -> client.tool("hold_list", Map.of()).contains("1 message held"));
            client.ask("tools/call", Map.of("name", "hold_decide", "arguments", Map.of("flow", 1, "action", "kill")));
            Map<String, ?> question = client.answer();
            assertThat(question.get("method")).isEqualTo("elicitation/create");
            assertThat(String.valueOf(question.get("params"))).contains("decide on held messages of 127.0.0.1");
            assertThat(client.end()).isZero();
            assertThat(client.rest()).singleElement().asString().contains("refused: the question");
        }
        try (McpClientEnd client = McpClientEnd.of(proxy.home(), proxy.session())) {
            assertThat(client.tool("hold_list", Map.of())).contains("1 message held");
        }
    }
}
