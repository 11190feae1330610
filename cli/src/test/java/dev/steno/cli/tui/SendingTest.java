package dev.steno.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that a person sends in a stream that another process relays. */
class SendingTest {
    @TempDir
    private Path folder;

    @Test
    void bothPeersReceiveWhatIsTyped() throws Exception {
        Path session = folder.resolve("work.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.send("hello");
                    connection.readText(4);
                    connection.send("got " + connection.readText(7));
                    connection.awaitEnd();
                });
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString());
                RawClient client = RawClient.to(steno.port())) {
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            client.connect(origin.authority()).send("\0raw");
            assertThat(client.wire().readText(5)).isEqualTo("hello");
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 110, 24)) {
                screen.await(origin.authority());
                screen.press("enter").await("hello");

                screen.press("s").type("to both").press("enter");
                assertThat(client.wire().readText(11)).isEqualTo("got to both");
                assertThat(screen.await("got to both")).contains("+injected  to both", "00 72 61 77");

                screen.press("S").type("to you").press("enter");
                assertThat(client.wire().readText(6)).isEqualTo("to you");
                screen.await("+injected  to you");
            }
        }
    }
}
