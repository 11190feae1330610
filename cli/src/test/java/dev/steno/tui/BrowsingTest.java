package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.flow.FlowNumber;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list, the flow and the prompt, without a terminal. */
class BrowsingTest {
    @TempDir
    private static Path folder;

    private static Path session;

    @BeforeAll
    static void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void theListFollowsTheNewestFlow() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("5 flows");
            String text = screen.await("data?q=1");

            assertThat(text).startsWith("○ read-only work.steno").contains("example.org/data?q=1", "404");
            assertThat(focus(screen)).contains("404");
        }
    }

    @Test
    void theFocusMovesByKeys() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            assertThat(focus(screen.press("home"))).contains("data?q=1");
            assertThat(focus(screen.press("j", "down"))).contains("large.bin");
            assertThat(focus(screen.press("k"))).contains("/form");
        }
    }

    @Test
    void aFlowHasTabsWithItsHeadAndItsBody() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            String response = screen.press("home", "enter").await("\"name\": \"steno\"");
            assertThat(response).contains("HTTP/1.1 200 OK", "Content-Encoding: gzip", "decoded from gzip");
            assertThat(screen.press("[").await("GET https")).contains("Accept: */*");
            assertThat(screen.press("esc").await("large.bin")).contains("/form");
        }
    }

    @Test
    void aFlowOfASharedStoreHasItsRecorderInItsNumber() throws Exception {
        Path shared = folder.resolve("shared.steno");
        SqliteSessionStore store = SqliteSessionStore.open(shared, "steno test");
        for (int recorder = 1; recorder <= 3; recorder++) {
            long flow = FlowNumber.of(recorder, 123_456);
            store.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(flow))));
        }
        store.close();
        try (Screenful screen = Screenful.of(shared, 80, 24)) {
            assertThat(screen.await("3.123456")).contains("1.123456", "2.123456");

            screen.press("g").type("2.123456").press("enter");
            await().until(() -> focus(screen).contains("2.123456"));
            screen.press("g").type("2.123457").press("enter");
            assertThat(screen.await("not in the list")).contains("flow 2.123457");
            screen.press("g").type("2.").press("enter");
            assertThat(screen.text()).contains("\"2.\" is not the number of a flow");
            assertThat(screen.press("enter").await("#2.123456")).contains("200");
        }
    }

    @Test
    void aWrongFilterIsShownWhereItIsWrong() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            String text = screen.press("/").type("status >=").text();

            assertThat(text).contains("character 10 of the filter");
            assertThat(screen.press("enter").text()).contains("/status >=");
        }
    }

    @Test
    void aFilterShowsWhatMatches() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            screen.press("/").type("status == 404").press("enter");

            // during the search, all flows are listed beside the number of matches
            assertThat(screen.awaitWithout("large.bin")).contains("/status", "1 match");
            screen.press("esc").await("large.bin");
            assertThat(screen.awaitWithout("match")).contains("large.bin");
        }
    }

    @Test
    void escShowsAllFlowsAgainIfTheSearchEndedAsItWasPressed() throws Exception {
        try (FollowedSource source =
                        FollowedSource.readOnly("work.steno", new FileAddress(session), SqliteSessionReader::open);
                Screenful screen = Screenful.of(source, 80, 24)) {
            screen.await("data?q=1");

            screen.press("/").type("status == 404").press("enter");
            source.view().settled().get(); // which the screen does not know yet
            screen.pressAtOnce("esc");

            assertThat(screen.await("large.bin")).doesNotContain("match", "/status");
        }
    }

    @Test
    void whatComesFromTheNetworkIsEscaped() throws Exception {
        try (Screenful screen = Screenful.of(session, 100, 24)) {
            screen.await("404");

            String text = screen.press("end", "enter").await("X-Evil");

            assertThat(text).contains("X-Evil: \\x1b]0;owned\\x07\\x9b");
            assertThat(text.chars().filter(c -> c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0))
                    .isEmpty();
        }
    }

    @Test
    void theKeysOfThisPlaceAreListed() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 200)) {
            assertThat(screen.press("?").text()).contains("List of flows", "Everywhere", "filter; an empty one");
            assertThat(screen.press("esc").text()).doesNotContain("Everywhere");
        }
    }

    @Test
    void aCommandIsCalledAndCompleted() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            screen.press(":").type("view.filter.s").press("tab");
            assertThat(screen.await(":view.filter.set")).contains(":view.filter.set");
            screen.type("'~m POST'").press("enter");

            assertThat(screen.await("1 match")).contains("/form").doesNotContain("large.bin");
        }
    }

    @Test
    void aFileAloneIsNotChanged() throws Exception {
        try (Screenful screen = Screenful.of(session, 120, 24)) {
            screen.await("data?q=1");

            screen.press(":").type("flow.mark @all x").press("enter");

            assertThat(screen.await("open for reading only")).contains("no Steno records to it");
        }
    }

    @Test
    void aMessageThatIsWiderThanTheTerminalIsShownToItsEnd() throws Exception {
        try (Screenful screen = Screenful.of(session, 40, 24)) {
            screen.await("GET");

            screen.press(":").type("flow.mark @all x").press("enter");

            assertThat(screen.await("no Steno records to it").lines())
                    .contains("work.steno is open for reading only, as");
            assertThat(screen.resize(40, 1).frame().lines()).hasSize(1);
            assertThat(screen.resize(1, 24).frame().lines()).hasSize(24).allMatch(line -> line.width() == 1);
        }
    }

    @Test
    void quittingEndsTheInterface() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            assertThat(screen.press("q").hasEnded()).isTrue();
        }
    }

    /** Each line of each frame is exactly as wide as the terminal, at any size, and there are as many as it has rows. */
    @Test
    void aFrameFillsTheTerminal() throws Exception {
        for (int width : new int[] {20, 79, 80, 119, 140, 200}) {
            for (int height : new int[] {4, 24, 60}) {
                try (Screenful screen = Screenful.of(session, width, height)) {
                    screen.await(height > 4 ? "GET" : "work");
                    screen.press("-");
                    if (height > 10) {
                        screen.await("Request");
                    }

                    assertThat(screen.frame().lines()).hasSize(height).allMatch(line -> line.width() == width);
                }
            }
        }
    }

    private static String focus(Screenful screen) {
        return screen.frame().lines().stream()
                .filter(line -> line.parts().stream().anyMatch(part -> part.ground() == Ground.FOCUS))
                .map(Line::text)
                .findFirst()
                .orElse("");
    }
}
