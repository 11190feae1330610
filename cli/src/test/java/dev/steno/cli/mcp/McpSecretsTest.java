package dev.steno.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a client of {@code steno mcp} does not see, nor finds out. */
@Timeout(300)
class McpSecretsTest {
    private static final String SECRET = "s3cr3tvalue0123";
    private static final Pattern TOKEN = Pattern.compile("~r\\.bearer\\.[0-9a-f]{8}~");

    @TempDir
    Path folder;

    private static HttpFlow flow(long id, String secret) {
        return Recorded.asked(
                id,
                "/login?access_token=" + secret + "&page=2",
                Headers.of(
                        "Host",
                        "example.org",
                        "Authorization",
                        "Bearer " + secret,
                        "Cookie",
                        "sid=" + secret + "; theme=x",
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                "user=ann&password=" + secret);
    }

    private Path session() throws Exception {
        return Recorded.session(folder.resolve("s.steno"), flow(1, SECRET), flow(2, "another-one"), flow(3, SECRET));
    }

    private McpClientEnd open(Object... more) throws Exception {
        Object[] words = new Object[more.length + 1];
        words[0] = session();
        System.arraycopy(more, 0, words, 1, more.length);
        return McpClientEnd.of(folder.resolve("home"), words);
    }

    @Test
    void noToolShowsASecret() throws Exception {
        try (McpClientEnd client = open()) {
            for (Map.Entry<String, Map<String, ?>> call : List.<Map.Entry<String, Map<String, ?>>>of(
                    Map.entry("flow_get", Map.of("flow", 1)),
                    Map.entry("flow_body", Map.of("flow", 1, "part", "request")),
                    Map.entry("flow_body", Map.of("flow", 1, "part", "request", "regex", "pass.*")),
                    Map.entry("flows_list", Map.of()),
                    Map.entry("flows_list", Map.of("order", "size")),
                    Map.entry("search", Map.of("text", "login")),
                    Map.entry("search", Map.of("text", "password")),
                    Map.entry("flows_stats", Map.of("by", "path")),
                    Map.entry("flows_stats", Map.of("by", "template")),
                    Map.entry("diff", Map.of("a", 1, "b", 2)),
                    Map.entry("export", Map.of("flow", 1)),
                    Map.entry("export", Map.of("flow", 1, "format", "raw")),
                    Map.entry("export", Map.of("flow", 1, "format", "url")))) {
                assertThat(client.tool(call.getKey(), call.getValue()))
                        .as(call.toString())
                        .doesNotContain(SECRET)
                        .doesNotContain("another-one")
                        .containsAnyOf("login", "ann", "password");
            }
            assertThat(client.call("resources/list", Map.of()).toString()).doesNotContain(SECRET);
            assertThat(client.call("resources/read", Map.of("uri", "steno://flow/1"))
                            .toString())
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void equalSecretsAreEqualTokensAlsoInTheNextRun() throws Exception {
        String first = token(1);
        assertThat(token(3)).isEqualTo(first);
        assertThat(token(2)).isNotEqualTo(first);
    }

    private String token(long flow) throws Exception {
        try (McpClientEnd client = McpClientEnd.of(
                folder.resolve("home"),
                folder.resolve("s.steno").toFile().exists() ? folder.resolve("s.steno") : session())) {
            Matcher token = TOKEN.matcher(client.tool("flow_get", Map.of("flow", flow)));
            assertThat(token.find()).isTrue();
            return token.group();
        }
    }

    @Test
    void secretsAreShownIfAPersonAskedForThem() throws Exception {
        try (McpClientEnd client = open("--reveal")) {
            assertThat(client.tool("flow_get", Map.of("flow", 1))).contains("Bearer " + SECRET);
            assertThat(client.tool("search", Map.of("text", SECRET))).contains("2 flows");
        }
    }

    @Test
    void aFilterDoesNotTellWhatASecretIs() throws Exception {
        try (McpClientEnd client = open()) {
            for (String filter : List.of(
                    "~hq 'Bearer s3c'",
                    "~hq 'Bearer (s3c|~r).*' & !~hq '~r.bearer'",
                    "~u s3cr3t",
                    "~bq s3cr3t",
                    "cookie ~ s3cr3t",
                    "~u 'access_token=[a-z0-9]{10}'")) {
                assertThat(client.tool("flows_list", Map.of("filter", filter)))
                        .as(filter)
                        .startsWith("0 flows");
            }
            // whether a secret begins with a letter changes nothing
            for (String filter : List.of(
                    "!~hq 'Bearer s'", "!~hq 'Bearer q'", "~hq 'Bearer (s|~r)'", "~hq 'Bearer (q|~r)'", "~u login")) {
                assertThat(client.tool("flows_list", Map.of("filter", filter)))
                        .as(filter)
                        .startsWith("3 flows");
            }
            assertThat(client.tool("search", Map.of("text", SECRET))).startsWith("0 flows");
            assertThat(client.tool("flows_stats", Map.of("filter", "~hq s3cr3t")))
                    .startsWith("0 flows");
        }
    }

    @Test
    void theFlowsThatShareASecretAreFoundByItsToken() throws Exception {
        String token = token(1);
        try (McpClientEnd client = McpClientEnd.of(folder.resolve("home"), folder.resolve("s.steno"))) {
            assertThat(client.tool("search", Map.of("text", token)))
                    .startsWith("2 flows")
                    .contains("#3 ")
                    .contains("#1 ");
        }
    }
}
