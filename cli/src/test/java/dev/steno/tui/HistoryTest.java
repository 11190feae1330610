package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.KeptLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and filters that were typed earlier. */
class HistoryTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path session;

    @BeforeEach
    void record() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    private Screenful show() throws Exception {
        FollowedSource source =
                FollowedSource.readOnly("work.steno", new FileAddress(session), SqliteSessionReader::open);
        Screenful screen = Screenful.of(source.keeping(KeptLines.in(home)), 120, 24);
        screen.await("data?q=1");
        screen.settled();
        return screen;
    }

    private List<String> kept(String file) throws IOException {
        return Files.exists(home.resolve(file)) ? Files.readAllLines(home.resolve(file)) : List.of();
    }

    private void awaitKept(String file, String... lines) {
        await().untilAsserted(() -> assertThat(kept(file)).containsExactly(lines));
    }

    @Test
    void linesOfOneInterfaceAreKnownToTheNext() throws Exception {
        try (Screenful screen = show()) {
            screen.press(":").type("log").press("enter", "q");
            screen.press("/").type("~u large").press("enter").await("1 match");
            screen.press(":").type("statistics").press("enter", "q");
            screen.press(":").type("log").press("enter", "q");
            screen.press("/", "ctrl-u").type("~m POST").press("enter").await("/form");
            screen.settled();
        }
        awaitKept("history-commands.txt", "statistics", "log");
        awaitKept("history-filters.txt", "~u large", "~m POST");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("history-filters.txt"))))
                .isEqualTo("rw-------");
        try (Screenful screen = show()) {
            assertThat(screen.press(":", "up", "up").text()).contains(":statistics");
            screen.press("esc");
            assertThat(screen.press("/", "up").text()).contains("/~m POST");
        }
    }

    @Test
    void onlyTheNewestLinesAreKept() throws Exception {
        Files.write(
                home.resolve("history-filters.txt"),
                IntStream.rangeClosed(1, 1_500).mapToObj(n -> "~u " + n).toList());
        try (Screenful screen = show()) {
            assertThat(screen.press("/", "up").text()).contains("/~u 1500");
            screen.press("ctrl-u").type("~u new").press("enter").await("no URL matches");
            screen.settled();
        }
        assertThat(kept("history-filters.txt"))
                .hasSize(1_000)
                .startsWith("~u 502")
                .endsWith("~u 1500", "~u new");
    }

    @Test
    void whatBeginsWithABlankAndSecretValuesAreNotKept() throws Exception {
        try (Screenful screen = show()) {
            screen.press(":").type(" log").press("enter", "q");
            screen.press(":").type("options.set upstream-auth ann:secret").press("enter");
            screen.await("there is no");
            screen.press(":").type("rules").press("enter", "q");
            screen.settled();
        }
        awaitKept("history-commands.txt", "rules");
    }

    @Test
    void aHistoryThatCannotBeReadIsLeftAsItIs() throws Exception {
        Files.write(home.resolve("history-filters.txt"), new byte[] {(byte) 0xff, '\n'});
        try (Screenful screen = show()) {
            screen.press("/").type("~u large").press("enter");
            screen.await("the line is not kept in history-filters.txt: it is not UTF-8 text");
        }
        assertThat(Files.readAllBytes(home.resolve("history-filters.txt"))).hasSize(2);
    }
}
