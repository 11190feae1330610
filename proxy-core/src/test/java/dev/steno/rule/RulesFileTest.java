package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules from a file, and what happens when it changes. */
class RulesFileTest extends ProxyTest {
    @TempDir
    Path folder;

    private final Rules rules = new Rules();
    private Path file;
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules};
    }

    @BeforeEach
    void serve() throws Exception {
        file = folder.resolve("rules.toml");
        origin = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send(OK);
            }
        });
    }

    private void use(String text) throws Exception {
        Files.writeString(file, text);
        proxy.options.set("rules", file.toString());
    }

    private HttpAnswer got(String path) throws Exception {
        return client().send(get(origin, path)).response();
    }

    @Test
    void rulesHaveNamesFiltersAndOneActionEach() throws Exception {
        Files.writeString(folder.resolve("page.txt"), "local");
        use("""
                [[rule]]
                name = "teapot"
                filter = "~u tea"
                block-list = { status = 418, body = "no", headers = { X-A = ["1", "2"] } }

                [[rule]]
                name = "page"
                map-local = { find = "/page", path = "page.txt", status = 201, headers = { X-B = "3" } }

                [[rule]]
                name = "idle"
                on = false
                block-list = 404
                filter = "~all"

                [[rule]]
                name = "debug"
                filter = "~s"
                modify-headers = "/X-Debug/1"
                """);
        HttpAnswer tea = got("/tea");
        assertThat(tea.status()).isEqualTo(418);
        assertThat(tea.text()).isEqualTo("no");
        assertThat(tea.fields("X-A")).containsExactly("1", "2");
        HttpAnswer page = got("/page");
        assertThat(page.status()).isEqualTo(201);
        assertThat(page.text()).isEqualTo("local");
        assertThat(page.field("X-B")).isEqualTo("3");
        assertThat(got("/").field("X-Debug")).isEqualTo("1");
        assertThat(rules.list().stream().map(Rule::name)).containsExactly("debug", "teapot", "idle", "page");
        assertThat(rules.list().get(0).source()).isEqualTo("rules.toml");
    }

    @Test
    void aRuleMayEnd() throws Exception {
        use("""
                [[rule]]
                name = "twice"
                times = 2
                filter = "~u a"
                block-list = 404
                [[rule]]
                name = "over"
                until = 2020-01-01T00:00:00Z
                filter = "~u b"
                block-list = 404
                [[rule]]
                name = "never"
                probability = 0.0
                filter = "~u c"
                block-list = 404
                """);
        assertThat(got("/a").status()).isEqualTo(404);
        assertThat(got("/a").status()).isEqualTo(404);
        assertThat(got("/a").status()).isEqualTo(200);
        assertThat(got("/b").status()).isEqualTo(200);
        assertThat(got("/c").status()).isEqualTo(200);
    }

    @Test
    void theLastRequestThatARuleSendsElsewhereGetsItsResponseBackToo() throws Exception {
        ScriptedOrigin moved = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 201 Created\r\nLocation: /v2/1\r\nContent-Length: 0\r\n\r\n");
            }
        });
        use("""
                [[rule]]
                name = "once"
                times = 1
                map-remote = { find = ":[0-9]+/api", url = ":%d/v2", rewrite-back = true }
                """.formatted(moved.port()));
        assertThat(got("/api").field("Location")).isEqualTo("/api/1");
        assertThat(got("/api").status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongIsRefusedAsAWholeWithItsLines() throws Exception {
        assertThatThrownBy(() -> use("""
                        [[rule]]
                        name = "fine"
                        filter = "~q"
                        block-list = 404
                        [[rule]]
                        name = "late"
                        filter = "~c 500"
                        block-list = 404
                        [[rule]]
                        name = "fine"
                        filter = "~q"
                        block-list = 999
                        [[rule]]
                        name = "two"
                        anticache = true
                        anticomp = true
                        [[rule]]
                        name = "none"
                        [[rule]]
                        name = "unknown"
                        map_lokal = "x"
                        """))
                .hasMessageContaining("rules.toml:5:")
                .hasMessageContaining("can never match")
                .hasMessageContaining("the name fine is given a second time")
                .hasMessageContaining("one action")
                .hasMessageContaining("has no action")
                .hasMessageContaining("\"map_lokal\" is not a kind of rules");
        assertThat(rules.list()).isEmpty();
        assertThatThrownBy(() -> use("[[rule]\n")).hasMessageContaining("rules.toml:1:");
        assertThatThrownBy(
                        () -> proxy.options.set("rules", folder.resolve("none").toString()))
                .hasMessageContaining("does not exist");
    }

    @Test
    void aFileThatChangesIsReadAgain() throws Exception {
        use("[[rule]]\nname = \"a\"\nfilter = \"~u x\"\nblock-list = 404\n");
        assertThat(got("/x").status()).isEqualTo(404);
        Files.writeString(file, "[[rule]]\nname = \"a\"\nfilter = \"~u x\"\nblock-list = 410\n\n");
        await().until(() -> got("/x").status() == 410);
        Files.writeString(file, "[[rule]]\nname = \"a\"\nbroken\n");
        assertThatThrownBy(rules::reload).hasMessageContaining("rules.toml:3:");
        assertThat(got("/x").status()).isEqualTo(410);
        Files.write(file, new byte[] {'#', (byte) 0xFF});
        assertThatThrownBy(rules::reload).hasMessageContaining("is not in UTF-8");
        proxy.options.set("rules", "");
        assertThat(got("/x").status()).isEqualTo(200);
        assertThatThrownBy(rules::reload).hasMessageContaining("there is no rules file");
    }

    @Test
    void aRuleThatStaysKeepsItsHits() throws Exception {
        String rule = "[[rule]]\nname = \"a\"\nfilter = \"~u x\"\nblock-list = 404\n";
        use(rule);
        got("/x");
        Files.writeString(file, rule + "[[rule]]\nname = \"b\"\nfilter = \"~u y\"\nblock-list = 404\n");
        rules.reload();
        assertThat(rules.list().stream().map(one -> one.tally().hits())).containsExactly(1L, 0L);
    }
}
