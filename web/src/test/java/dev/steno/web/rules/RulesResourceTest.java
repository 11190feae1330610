package dev.steno.web.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.flow.Sequences;
import dev.steno.option.Options;
import dev.steno.rule.Rules;
import dev.steno.web.flows.SessionServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesResourceTest {
    @TempDir
    Path folder;

    private final Options options = new Options();
    private final Rules rules = new Rules();
    private AddonRuntime runtime;
    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        runtime = new AddonRuntime(
                List.of(rules), new Sequences(), new RecordBudget(1 << 20), Runnable::run, options, new Commands());
        server = new SessionServer(folder, session -> new RulesResource(options, rules, session).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        runtime.close();
    }

    @Test
    void rulesAreSetAndListedInTheirOrder() throws Exception {
        assertThat(server.get("/rules")).startsWith("{\"rules\":[],\"kinds\":[{\"kind\":\"map-remote\",");
        server.send("PUT", "/rules/block-list", "{\"rules\":[\"/~u ads/404\",\"/~d x, y/444\"]}");
        HttpResponse<String> listed = server.send("PUT", "/rules/anticache", "{\"value\":true}");
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.body())
                .startsWith("{\"rules\":[{\"name\":\"anticache\",\"kind\":\"anticache\",")
                .contains(
                        "{\"name\":\"block-list-2\",\"kind\":\"block-list\",\"spec\":\"/~d x, y/444\",\"filter\":\"~d x, y\","
                                + "\"on\":true,\"source\":\"--block-list\",\"order\":3,\"hits\":0,\"last\":null,\"failed\":0}");
        assertThat(server.send("PUT", "/rules/block-list", "{\"rules\":[]}").body())
                .doesNotContain("\"block-list-1\"");
    }

    @Test
    void aRuleThatIsNotValidIsRefusedWithTheReason() throws Exception {
        HttpResponse<String> refused = server.send("PUT", "/rules/block-list", "{\"rules\":[\"/~c 500/404\"]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("can never match");
        assertThat(server.send("PUT", "/rules/none", "{\"rules\":[]}").statusCode())
                .isEqualTo(422);
        assertThat(server.send("PUT", "/rules/block-list", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void aRuleIsSwitched() throws Exception {
        server.send("PUT", "/rules/block-list", "{\"rules\":[\"/~u ads/404\"]}");
        assertThat(server.send("PATCH", "/rules/block-list-1", "{\"on\":false}").body())
                .contains("\"on\":false");
        assertThat(server.send("PATCH", "/rules/none", "{\"on\":false}").statusCode())
                .isEqualTo(404);
        assertThat(server.send("PATCH", "/rules/block-list-1", "{}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRuleIsTriedOnRecordedFlows() throws Exception {
        for (int i = 1; i <= 300; i++) {
            server.record(i, i % 3 == 0 ? "/ads" + i : "/page" + i, 200, 5);
        }
        await().until(() -> server.send("POST", "/rules/test", "{\"kind\":\"block-list\",\"spec\":\"/~u ads/404\"}")
                .body()
                .startsWith("{\"tested\":300,\"acted\":100,\"failed\":0,\"flows\":[300,297,"));
        String changed = server.send(
                        "POST",
                        "/rules/test",
                        "{\"kind\":\"modify-headers\",\"spec\":\"/~s & ~u page299/X-A/1\",\"filter\":\"~u page\",\"limit\":5}")
                .body();
        assertThat(changed)
                .contains("\"tested\":5,\"acted\":1", "\"flows\":[299]", "\"point\":\"response\"")
                .contains("\"after\":\"200 Reason\\r\\nContent-Type: text/plain\\r\\nX-A: 1\\r\\n\\r\\n/page299\"");
        assertThat(server.send("POST", "/rules/test", "{\"kind\":\"modify-body\",\"spec\":\"/page/leaf\",\"limit\":2}")
                        .body())
                .contains("/leaf299");
        assertThat(server.send("POST", "/rules/test", "{\"kind\":\"block-list\",\"spec\":\"x\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(rules.list()).isEmpty();
    }
}
