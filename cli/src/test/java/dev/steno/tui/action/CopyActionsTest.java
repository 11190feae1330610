package dev.steno.tui.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies to the clipboard of the terminal. */
class CopyActionsTest {
    @TempDir
    private static Path folder;

    private static Path session;

    @BeforeAll
    static void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    private static String copied(Screenful screen) {
        await().until(() -> {
            screen.frame();
            return !screen.copied().isEmpty();
        });
        return screen.copied().get(0);
    }

    private static Screenful atFirst() throws Exception {
        Screenful screen = Screenful.of(session, 100, 24);
        screen.await("data?q=1");
        return screen.press("home");
    }

    @Test
    void theUrlIsCopied() throws Exception {
        try (Screenful screen = atFirst()) {
            assertThat(screen.press("y").text()).contains("y …");
            assertThat(copied(screen.press("u"))).isEqualTo("https://example.org/data?q=1");
            assertThat(screen.text()).contains("copied the URL of flow 1, 28 B");
        }
    }

    @Test
    void theUrlsOfSelectedFlowsAreCopied() throws Exception {
        try (Screenful screen = atFirst()) {
            screen.press("space", "space");

            assertThat(copied(screen.press("y", "u")))
                    .isEqualTo("https://example.org/data?q=1\nhttps://example.org/form");
        }
    }

    @Test
    void aCommandForCurlIsCopied() throws Exception {
        try (Screenful screen = atFirst()) {
            screen.press("j");

            assertThat(copied(screen.press("y", "c")))
                    .startsWith("curl ")
                    .contains("'https://example.org/form'", "--data-raw 'a=1&b=2'");
        }
    }

    @Test
    void theDecodedBodyAndTheHeadersAreCopied() throws Exception {
        try (Screenful screen = atFirst()) {
            assertThat(copied(screen.press("y", "b"))).startsWith("{\"name\":\"steno\"");
            screen.press("y", "h").await("copied the headers");
            assertThat(screen.copied().get(1)).contains("Host: example.org\n", "Content-Encoding: gzip\n");
        }
    }

    @Test
    void aMessageIsCopiedAsInHttp1() throws Exception {
        try (Screenful screen = atFirst()) {
            screen.press("j").press("y", "r").await("copied the request of flow 2");
            assertThat(screen.copied())
                    .isEqualTo(List.of("POST /form HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\na=1&b=2"));
            screen.press("y", "R").await("flow 2 has no response");
        }
    }

    @Test
    void aBodyThatIsNotTextIsNotCopied() throws Exception {
        try (Screenful screen = atFirst()) {
            screen.press("j", "j")
                    .press("y", "b")
                    .await("the response body of flow 3 is not text; b saves it to a file");
            assertThat(screen.copied()).isEmpty();
        }
    }
}
