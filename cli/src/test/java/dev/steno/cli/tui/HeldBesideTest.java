package dev.steno.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held messages, edits and rules of a Steno that is reached by its API. */
class HeldBesideTest {
    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private ScriptedOrigin origin;
    private LiveProxy proxy;
    private Screenful screen;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
            }
        });
        proxy = LiveProxy.start(folder, "--intercept", "~q & ~u /held", "--intercept-timeout", "10m");
        screen = Screenful.of(TuiCommand.open(proxy.session(), proxy.home()), 120, 24);
    }

    @AfterEach
    void stop() throws Exception {
        screen.close();
        proxy.close();
        origin.close();
    }

    private void editor(String change) throws Exception {
        Path script = Files.writeString(folder.resolve("editor.sh"), "sed -i " + change + " \"$1\"\n");
        screen.with("VISUAL", "sh " + script);
    }

    @Test
    void aHeldMessageIsListedEditedAndResumed() throws Exception {
        RawClient client = proxy.post(origin, "/held", "user=ann");
        assertThat(screen.await("held 1")).startsWith("● attached work.steno");
        screen.press("W");
        assertThat(screen.await("flow 1 is held by ~q & ~u /held"))
                .contains("holds ~q & ~u /held")
                .doesNotContain("never");

        editor("'s/ann/bob/'");
        screen.press("e");
        screen.await("was changed, and is still held");
        editor("'2s/.*/melt/'");
        screen.press("e");
        assertThat(screen.await("Nothing was changed")).contains("line 2: \"melt\" is not a field", "e edits it again");
        editor("'2s/.*/Host: " + origin.authority() + "/'");
        screen.press("e");
        screen.await("is unchanged, so nothing was sent");
        screen.press("a");

        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(received).singleElement().asString().endsWith("user=bob");
        screen.await("was resumed with changes by a command");
        assertThat(screen.press("Q").hasEnded()).isTrue();
    }

    @Test
    void aRecordedMessageIsEdited() throws Exception {
        assertThat(proxy.post(origin, "/page", "user=ann").response().text()).isEqualTo("ok");
        screen.await("/page");
        screen.await("200");
        editor("'s/ann/eve/'");

        screen.press("e");
        screen.await("edit request or response of flow 1");
        screen.press("enter");

        screen.await("the request of flow 1 was changed");
        screen.press("enter").await("2 Response");
        screen.press("[").await("user=eve");
    }

    @Test
    void rulesAreListedAndSet() throws Exception {
        screen.press(":").type("rules").press("enter");
        screen.await("there are no rules");

        screen.press("n").type("block-list |~u /ads|404").press("enter");
        screen.await("block-list-1");
        assertThat(proxy.post(origin, "/ads", "a").response().status()).isEqualTo(404);
        screen.awaitWithout("  0  ");
        assertThat(screen.text()).containsPattern("1 on  block-list-1 +1 ");
        screen.press("space");
        screen.await("block-list-1 is off");
        screen.await("off ");
    }
}
