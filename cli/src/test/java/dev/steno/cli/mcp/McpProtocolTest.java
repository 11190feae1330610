package dev.steno.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.json.JsonInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of {@code steno mcp} on two streams. */
@Timeout(300)
class McpProtocolTest {
    @TempDir
    Path folder;

    private Path home;
    private Path session;

    @BeforeEach
    void record() throws Exception {
        home = folder.resolve("home");
        session = Recorded.session(folder.resolve("s.steno"), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void aVersionThatTheClientAsksForIsSpoken(String version) throws Exception {
        try (McpClientEnd client = McpClientEnd.raw(home, session)) {
            assertThat(client.initialize(version)).containsEntry("protocolVersion", version);
            assertThat(client.tool("flows_list", Map.of())).contains("3 flows");
        }
    }

    @Test
    void aClientOfAnUnknownVersionIsOfferedTheNewest() throws Exception {
        try (McpClientEnd client = McpClientEnd.raw(home, session)) {
            assertThat(client.initialize("2042-01-01")).containsEntry("protocolVersion", McpClientEnd.NEWEST);
        }
    }

    @Test
    void nothingButPingIsAnsweredBeforeTheVersionIsAgreedOn() throws Exception {
        try (McpClientEnd client = McpClientEnd.raw(home, session)) {
            assertThat(client.call("ping", Map.of())).containsEntry("result", Map.of());
            assertThat(client.call("tools/list", Map.of()).get("error").toString())
                    .contains("the first request must be initialize");
        }
    }

    @Test
    void batchesAreTakenByVersionsThatHaveThem() throws Exception {
        String batch = "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"tools/list\"},{\"jsonrpc\":\"2.0\"}]";
        try (McpClientEnd client = McpClientEnd.raw(home, session)) {
            client.initialize("2025-03-26");
            client.send(batch);
            assertThat((List<?>) JsonInput.whole(client.line().getBytes(StandardCharsets.UTF_8)))
                    .extracting(answer -> McpClientEnd.object(answer).get("id"))
                    .containsExactlyInAnyOrder("a", "b", null);
        }
        try (McpClientEnd client = McpClientEnd.of(home, session)) {
            client.send(batch);
            assertThat(client.line()).contains("no batches").contains("-32600");
        }
    }

    @Test
    void aLineThatIsNoMessageIsAnsweredByAnErrorAndTheNextOneIsRead() throws Exception {
        try (McpClientEnd client = McpClientEnd.of(home, session)) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":");
            assertThat(client.line()).contains("-32700").contains("\"id\":null");
            client.sendBytes("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"\u00ff\u00fe\"}\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.line()).contains("-32700");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/\\ud800\"}");
            assertThat(client.line()).contains("-32601").contains("\"id\":8");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\",\"params\":[1]}");
            assertThat(client.line()).contains("-32602").contains("\"id\":9");
            client.send("42");
            assertThat(client.line()).contains("-32600");
            client.send("[".repeat(100_000));
            assertThat(client.line()).contains("-32700");
            client.send("\"" + "x".repeat(5 << 20) + "\"");
            assertThat(client.line()).contains("-32700").contains("4 MiB");
            client.send("");
            assertThat(client.call("ping", Map.of())).containsEntry("result", Map.of());
        }
    }

    @Test
    void aCancelledCallIsNotAnswered() throws Exception {
        Path large = Recorded.session(folder.resolve("large.steno"), 20_000);
        try (McpClientEnd client = McpClientEnd.of(home, large)) {
            // matches nothing, so that every flow is decoded and redacted
            long id = client.ask(
                    "tools/call", Map.of("name", "search", "arguments", Map.of("text", "~r.x[0-9]", "regex", true)));
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id
                    + ",\"reason\":\"test\"}}");
            assertThat(client.call("ping", Map.of()).get("id")).isNotEqualTo((int) id);
            assertThat(client.end()).isZero();
            assertThat(client.rest()).noneMatch(line -> line.contains("\"id\":" + id + ","));
        }
    }

    @Test
    void aLongSearchTellsHowFarItHasComeIfTheClientAsksForIt() throws Exception {
        Path large = Recorded.session(folder.resolve("large.steno"), 20_000);
        try (McpClientEnd client = McpClientEnd.of(home, large)) {
            long last = 0;
            Map<String, Object> search = Map.of("text", "~r.x[0-9]", "regex", true);
            long id = client.ask(
                    "tools/call", Map.of("name", "search", "arguments", search, "_meta", Map.of("progressToken", "p")));
            Map<String, ?> message = client.answer();
            while ("notifications/progress".equals(message.get("method"))) {
                Map<String, ?> params = McpClientEnd.object(message.get("params"));
                assertThat(params.get("progressToken")).isEqualTo("p");
                long progress = ((Number) params.get("progress")).longValue();
                assertThat(progress).isGreaterThan(last);
                assertThat(((Number) params.get("total")).longValue()).isBetween(progress, 20_000L);
                assertThat(String.valueOf(params.get("message"))).contains("searched to flow");
                last = progress;
                message = client.answer();
            }
            assertThat(((Number) message.get("id")).longValue()).isEqualTo(id);
            assertThat(last).isPositive();
            client.ask("tools/call", Map.of("name", "search", "arguments", search));
            assertThat(client.answer()).as("without a token").containsKey("result");
        }
    }

    @Test
    void theServerEndsWithItsInputAlsoWhileACallIsUnderWay() throws Exception {
        Path large = Recorded.session(folder.resolve("large.steno"), 20_000);
        McpClientEnd client = McpClientEnd.of(home, large);
        client.ask("tools/call", Map.of("name", "search", "arguments", Map.of("text", "~r.x[0-9]", "regex", true)));
        assertThat(client.end()).isZero();
    }

    @Test
    void callsThatWereSentBeforeTheEndOfTheInputAreAnswered() throws Exception {
        McpClientEnd client = McpClientEnd.of(home, session);
        client.ask("tools/list", Map.of());
        assertThat(client.end()).isZero();
        assertThat(client.line()).contains("flows_list");
    }

    @Test
    void twoClientsReadOneSessionAtTheSameTime() throws Exception {
        try (McpClientEnd one = McpClientEnd.of(home, session);
                McpClientEnd other = McpClientEnd.of(home, session)) {
            one.ask("tools/call", Map.of("name", "flows_list", "arguments", Map.of()));
            other.ask("tools/call", Map.of("name", "flows_list", "arguments", Map.of()));
            assertThat(one.line()).contains("number-3");
            assertThat(other.line()).contains("number-3");
        }
    }

    @Test
    void aFlowIsAResource() throws Exception {
        try (McpClientEnd client = McpClientEnd.of(home, session)) {
            assertThat(client.call("resources/list", Map.of()).toString()).contains("steno://flow/3");
            assertThat(client.call("resources/templates/list", Map.of()).toString())
                    .contains("steno://flow/{id}");
            assertThat(client.call("resources/read", Map.of("uri", "steno://flow/2"))
                            .toString())
                    .contains("/number-2")
                    .contains("untrusted");
            assertThat(client.call("resources/read", Map.of("uri", "steno://flow/9"))
                            .toString())
                    .contains("-32002");
            assertThat(client.call("resources/read", Map.of("uri", "file:///etc/passwd"))
                            .toString())
                    .contains("-32002");
        }
    }

    @Test
    void thereAreAtMostFifteenToolsAndTheirSchemasAreClosed() throws Exception {
        try (McpClientEnd client = McpClientEnd.of(home, session)) {
            Map<String, ?> result =
                    McpClientEnd.object(client.call("tools/list", Map.of()).get("result"));
            List<?> tools = (List<?>) result.get("tools");
            assertThat(tools)
                    .hasSizeBetween(13, 15)
                    .allSatisfy(tool -> assertThat(McpClientEnd.object(
                                    McpClientEnd.object(tool).get("inputSchema")))
                            .containsEntry("additionalProperties", false));
            assertThat(client.call("tools/call", Map.of("name", "no_tool")).toString())
                    .contains("there is no tool no_tool; there are session_info");
            assertThat(client.call("logging/setLevel", Map.of()).toString()).contains("-32601");
        }
    }
}
