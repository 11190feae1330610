package dev.steno.tui.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screens beside the flows, of a session file that no process records. */
class PagesTest {
    @TempDir
    private static Path folder;

    private static Path session;

    @BeforeAll
    static void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    private static Screenful open(String name) throws Exception {
        Screenful screen = Screenful.of(session, 130, 30);
        screen.await("data?q=1");
        return screen.press(":").type(name).press("enter");
    }

    @Test
    void flowsAreCountedOverTimeByTheirStatus() throws Exception {
        try (Screenful screen = open("statistics")) {
            String text = screen.await("received");

            assertThat(text).contains("1 time", "9 phases", "2026-01-02", "flows › statistics › time", "all flows");
            assertThat(screen.row("2xx").text()).matches("2xx +2  █+ *");
            assertThat(screen.row("failed").text()).matches("failed +1  █+ *");
        }
    }

    @Test
    void aRowOfTheStatisticsIsAFilter() throws Exception {
        try (Screenful screen = open("statistics")) {
            screen.await("4xx");

            assertThat(screen.press("enter").text()).contains("this row stands for no flows that a filter finds");
            String text = screen.press("j", "j", "enter").await("1 match");
            assertThat(text).contains("status >= 400", "404").doesNotContain("large.bin");
        }
    }

    @Test
    void theQuestionsAreAboutTheFlowsThatTheViewShows() throws Exception {
        try (Screenful screen = open("view.filter.set '~m GET & status < 300'")) {
            screen.await("2 matches");

            String paths =
                    screen.press(":").type("statistics").press("enter", "5").await("GET example.org/data");

            assertThat(paths)
                    .contains("/~m GET & status < 300", "example.org/large.bin")
                    .doesNotContain("form", "404");
        }
    }

    @Test
    void everyQuestionHasAnAnswer() throws Exception {
        try (Screenful screen = open("statistics")) {
            screen.await("2xx");
            String bytes = screen.press("]").await("by client");
            assertThat(bytes).contains("by host", "example.org", "39.2 KiB", "application/octet-stream");
            assertThat(screen.press("tab").await("p95")).contains("p50 4.98 ms", "p99 1.54 s", "1.07 s to 2.15 s");
            assertThat(screen.press("l").await("p99")).contains("durations by the time of the start");
            assertThat(screen.press("6").await("connect example.org")).contains("404 example.org");
            assertThat(screen.press("7").await("127.0.0.1:40000")).contains("at once", "1 connection of clients");
            assertThat(screen.press("8").await("no request was sent again")).contains("within 10 seconds");
            assertThat(screen.press("9").await("GET /large.bin")).contains("1.50 s", "█ receive");
            assertThat(screen.press("]").await("4xx")).contains("statistics › time");
            assertThat(screen.press("[").await("GET /large.bin")).contains("statistics › phases");
        }
    }

    @Test
    void theTreeIsOpenedNodeByNodeAndFilters() throws Exception {
        try (Screenful screen = open("tree")) {
            assertThat(screen.await("▸ example.org"))
                    .contains("▸ db.example.org")
                    .doesNotContain("large.bin");

            assertThat(screen.press("l").await("large.bin")).contains("▾ example.org", "form");
            assertThat(screen.press("h").text()).doesNotContain("large.bin");
            screen.press("space").await("form");
            screen.press("j", "j", "j", "enter");

            assertThat(screen.await("1 match")).contains("/form").doesNotContain("large.bin");
        }
    }

    @Test
    void aNodeNarrowsTheFilterOfTheView() throws Exception {
        try (Screenful screen = open("view.filter.set '~m GET'")) {
            screen.await("3 matches");

            screen.press(":").type("tree").press("enter").await("▸ example.org");
            screen.press("l").await("large.bin");
            screen.press("j", "j", "j", "enter");

            assertThat(screen.await("1 match")).contains("/~m GET & host = example.org & path", "large.bin");
        }
    }

    @Test
    void connectionsAreListedAndFilter() throws Exception {
        try (Screenful screen = open("connections")) {
            String text = screen.await("127.0.0.1:40000");

            assertThat(text).contains("39.1 KiB", "server example.org:443; TLS with it TLSv1.3");
            assertThat(screen.press("enter").await("5 matches")).contains("127");
        }
    }

    @Test
    void aCommandIsPutIntoTheCommandLine() throws Exception {
        try (Screenful screen = open("commands")) {
            assertThat(screen.await("view.clear  removes what was recorded")).contains("flow.comment flows [comment]");

            screen.press("/").type("OWER.SET").press("enter");
            assertThat(screen.text()).contains("no such commands");
            screen.press("/", "ctrl-u").type("filter.SET").press("enter");
            assertThat(screen.text()).contains("view.filter.set filter").doesNotContain("flow.comment");
            screen.press("enter").type("'~m POST'").press("enter");
            screen.press("q");

            assertThat(screen.await("1 match")).contains("/form");
        }
    }

    @Test
    void whatNeedsARunningStenoSaysSo() throws Exception {
        try (Screenful screen = open("options")) {
            assertThat(screen.text()).contains("there are no options, as no Steno records to it");
            assertThat(screen.press("enter").text()).contains("there is no option to change");
            assertThat(screen.press("q", "E").text()).contains("there is no log, as no Steno records to it");
        }
    }

    @Test
    void allKeysAreListed() throws Exception {
        try (Screenful screen = open("keys")) {
            assertThat(screen.text()).contains("List of flows", "open the flow");
            assertThat(screen.press("end").text()).contains("Everywhere", "draw the screen again");
        }
    }
}
