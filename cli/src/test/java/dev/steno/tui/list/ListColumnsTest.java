package dev.steno.tui.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.Screenful;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.KeptLines;
import dev.steno.tui.line.Style;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns, order, highlighting and the filter's completion. */
class ListColumnsTest {
    @TempDir
    private static Path folder;

    private static Path session;

    @BeforeAll
    static void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    private static Screenful show(int width) throws Exception {
        Screenful screen = Screenful.of(session, width, 24);
        screen.await("/data?q=1");
        return screen;
    }

    @Test
    void widerListsHaveMoreColumns() throws Exception {
        try (Screenful narrow = show(58);
                Screenful wide = show(150)) {
            assertThat(heading(narrow)).isEqualTo("# method status url");
            assertThat(heading(wide)).isEqualTo("# mark method status host path type size time started");
        }
    }

    @Test
    void columnsAreChosenByName() throws Exception {
        try (Screenful screen = show(120)) {
            screen.press("=").type("status colour");
            assertThat(screen.text()).contains("choose of mark, method");
            screen.press("ctrl-w").type("stat").press("tab").await("state");
            screen.type("e url").press("enter");

            assertThat(heading(screen)).isEqualTo("# status state url");
            assertThat(screen.row("/form").text()).contains("failed");
            assertThat(heading(screen.press("=", "ctrl-u", "enter"))).contains("host path");
        }
    }

    private static String heading(Screenful screen) {
        return screen.frame().lines().get(1).text().strip().replaceAll(" +", " ");
    }

    @Test
    void theOrderIsChosenAndReversed() throws Exception {
        try (Screenful screen = show(80)) {
            assertThat(screen.press("o").text()).contains("order (time, method, host");
            screen.type("si").press("tab").await("size");
            screen.press("enter").await("by size");
            assertThat(numbers(screen)).isEqualTo("[2, 4, 5, 1, 3]");

            screen.press("v").await("by size, reversed");
            assertThat(numbers(screen)).isEqualTo("[3, 1, 5, 4, 2]");
        }
    }

    private static String numbers(Screenful screen) {
        return screen.frame().lines().stream()
                .map(line -> line.text().strip())
                .filter(text -> text.matches("\\d .*"))
                .map(text -> text.substring(0, 1))
                .toList()
                .toString();
    }

    @Test
    void whatMatchesIsHighlighted() throws Exception {
        try (Screenful screen = show(80)) {
            screen.press("H").type("~m POST").press("enter").await("◆");

            assertThat(screen.row("/form").text()).contains("2◆");
            assertThat(screen.row("/large").text()).doesNotContain("◆");
            screen.press("H", "ctrl-u", "enter").awaitWithout("◆");
        }
    }

    @Test
    void sixFiltersAreHighlightedOfWhichTheFirstThatMatchesCounts() throws Exception {
        Path home = folder.resolve("home");
        try (Screenful screen = show(home)) {
            screen.press("H").type("3 ~m GET").press("enter").await("▲");
            screen.press("H").type("1 ~c 404").press("enter").await("◆");
            screen.press(":").type("highlight ~tcp").press("enter").await("●");

            assertThat(screen.row("/data").text()).contains("1▲");
            assertThat(screen.row("x1b[2J").text()).contains("5◆");
            assertThat(screen.row("db.example").parts()).anyMatch(part -> part.style() == Style.HIGHLIGHT_2);
            assertThat(screen.press("H", "tab").await("  1 ")).contains("  2 ", "  3 ");
            screen.press("esc", "H").type("2").press("enter").awaitWithout("●");
        }
        try (Screenful screen = show(home)) {
            assertThat(screen.await("▲")).contains("◆").doesNotContain("●");
        }
    }

    private static Screenful show(Path home) throws Exception {
        FollowedSource source = FollowedSource.readOnly(
                        "work.steno", new FileAddress(session), SqliteSessionReader::open)
                .keeping(KeptLines.in(home));
        Screenful screen = Screenful.of(source, 80, 24);
        screen.await("/data?q=1");
        return screen;
    }

    @Test
    void theFilterIsCompletedWithValuesOfTheSession() throws Exception {
        try (Screenful screen = show(80)) {
            screen.press("/").type("~d db");
            await().untilAsserted(() -> assertThat(screen.press("tab").text()).contains("/~d db\\.example\\.org"));
            screen.press("ctrl-u").type("stat").press("tab").await("  status");
        }
    }

    @Test
    void aWordThatNoUrlHasIsOfferedToBodies() throws Exception {
        try (Screenful screen = show(100)) {
            screen.press("/").type("steno").press("enter").await("~b before the word searches bodies");
        }
    }

    @Test
    void earlierFiltersAreRecalled() throws Exception {
        try (Screenful screen = show(80)) {
            screen.press("/").type("~m POST").press("enter").await("1 match");
            screen.press("esc").awaitWithout("match");

            assertThat(screen.press("/", "up").text()).contains("/~m POST");
        }
    }
}
