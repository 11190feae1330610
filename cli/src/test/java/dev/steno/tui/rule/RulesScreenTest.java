package dev.steno.tui.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screen of rules, and rules that are made of a flow, over the product's proxy. */
class RulesScreenTest {
    @TempDir
    private Path folder;

    private ScriptedOrigin origin;
    private LiveProxy proxy;
    private Screenful screen;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        Path rules = Files.writeString(
                folder.resolve("rules.toml"),
                "[[rule]]\nname = \"of-a-file\"\nfilter = \"~u /file\"\nblock-list = 404\n");
        proxy = LiveProxy.start(folder, "--rules", rules.toString(), "--modify-headers", "/~s/X-First/1");
        screen = Screenful.of(proxy.shown(), 120, 24);
    }

    @AfterEach
    void stop() throws Exception {
        screen.close();
        proxy.close();
        origin.close();
    }

    private HttpAnswer get(String path) throws Exception {
        return proxy.post(origin, path, "a").response();
    }

    private void open() {
        screen.press(":").type("rules").press("enter");
        screen.await("of-a-file");
    }

    @Test
    void rulesAreListedInTheirOrderWithTheirHits() throws Exception {
        get("/file");
        open();

        String text = screen.await("modify-headers-1");

        assertThat(text.indexOf("modify-headers-1")).isLessThan(text.indexOf("of-a-file"));
        assertThat(text).containsPattern("1 on  modify-headers-1 +1 +/~s/X-First/1");
        assertThat(text).containsPattern("2 on  of-a-file +1 .*~u /file");
    }

    @Test
    void aRuleIsAddedChangedSwitchedAndDeleted() throws Exception {
        open();

        screen.press("n").type("block-list |~u /ads|404").press("enter");
        screen.await("added: block-list |~u /ads|404");
        screen.await("block-list-1");
        assertThat(get("/ads").status()).isEqualTo(404);

        screen.press("down", "down");
        assertThat(screen.text()).contains("block-list-1");
        screen.press("up", "enter")
                .press("ctrl-u")
                .type("block-list |~u /ads|418")
                .press("enter");
        screen.await("changed: block-list |~u /ads|418");
        assertThat(get("/ads").status()).isEqualTo(418);

        screen.press("space");
        screen.await("block-list-1 is off");
        assertThat(get("/ads").status()).isEqualTo(200);

        assertThat(screen.press("d").text()).contains("Delete block-list-1? It acts no more then");
        screen.press("y");
        screen.await("deleted: block-list |~u /ads|418");
        screen.awaitWithout("block-list-1");
    }

    @Test
    void aWrongLineIsShownWhereItIsWrongAndCompleted() throws Exception {
        open();

        assertThat(screen.press("n").type("blok").text()).contains("it begins with a kind of rules");
        screen.press("ctrl-u").type("block-list |status >=|404");
        assertThat(screen.text()).contains("character 10 of the filter");
        assertThat(screen.press("enter").text()).contains("rule: block-list |status >=|404");
        screen.press("ctrl-u").type("thr").press("tab");
        screen.await("rule: throttle ");
        screen.type("slow").press("tab");
        assertThat(screen.await("slow-3g")).contains("slow-4g");
    }

    @Test
    void aRuleIsTriedOnRecordedFlows() throws Exception {
        get("/page");
        open();

        screen.press("T").type("modify-headers /~s/X-Debug/1").press("enter");

        assertThat(screen.await("would have done"))
                .contains("What modify-headers /~s/X-Debug/1", "acted: 1", "X-Debug: 1");
    }

    @Test
    void aRuleOfAFileIsNotChangedHere() throws Exception {
        open();
        screen.press("end");

        assertThat(screen.press("d").text()).contains("of-a-file is a rule of", "change it there");
    }

    @Test
    void aRuleIsMadeOfAFlow() throws Exception {
        get("/page?x=1");
        screen.await("/page?x=1");
        screen.await("200");

        screen.press("R", "b");
        assertThat(screen.await("rule: block-list |~d ^127\\.0\\.0\\.1$|403")).contains("enter accept");
        screen.press("enter");
        screen.await("added: block-list");
        assertThat(get("/page").status()).isEqualTo(403);

        Path file = Files.writeString(folder.resolve("page.txt"), "local");
        screen.press("R", "l");
        screen.await("rule: map-local |http://127");
        screen.type(file.toString()).press("enter");
        screen.await("added: map-local");
    }

    @Test
    void aSlowNetworkIsChosenByItsName() throws Exception {
        screen.press("T");
        screen.await("network (empty");
        assertThat(screen.type("slow-9g").text()).contains("slow-3g");
        screen.press("ctrl-u").type("lte").press("enter");
        screen.await("the network is lte");
        open();
        screen.await("throttle-1");
        screen.press("esc", "T");
        screen.await("them): lte");
        screen.press("ctrl-u", "enter");
        screen.await("as fast as it is");
    }

    @Test
    void aFileAloneHasNoRulesAndSaysWhy() throws Exception {
        try (Screenful file = Screenful.of(SampleSession.write(folder.resolve("alone.steno")), 120, 24)) {
            file.await("data?q=1");
            file.press(":").type("rules").press("enter");
            assertThat(file.await("rules act in a Steno that runs with its API"))
                    .contains("read-only");
            assertThat(file.press("n").text()).contains("read-only, as no Steno records to it");
        }
    }
}
