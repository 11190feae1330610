package dev.steno.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.process.StenoProcess;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sends in the streams of another process, and reverts in its record. */
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

    @Test
    void aMessageIsSentInAWebSocket() throws Exception {
        Path session = folder.resolve("work.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                    connection.send(WebSocketFrames.text("hi"));
                    connection.awaitEnd();
                });
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString());
                RawClient client = RawClient.to(steno.port())) {
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            client.send("GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: a\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101");
            client.wire().readExactly(WebSocketFrames.text("hi").length);
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 110, 24)) {
                screen.await("/chat");
                screen.press("enter").await("101 Switching Protocols");
                screen.press("3").await("< server text");

                screen.press("S").type("hello 'you'").press("enter");

                screen.await("sent to the client");
                byte[] frame = WebSocketFrames.text("hello 'you'");
                assertThat(client.wire().readExactly(frame.length)).isEqualTo(frame);
                assertThat(screen.await("+injected  hello 'you'")).contains("< server text");
            }
        }
    }

    @Test
    void anEditIsReverted() throws Exception {
        Path session = folder.resolve("work.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(
                        ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString())) {
            steno.port();
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            steno.get("http://" + origin.authority() + "/first");
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 110, 24)) {
                screen.await("/first");
                screen.press(":")
                        .type("flow.set @focus status=404")
                        .press("enter")
                        .await("1");

                screen.press("enter").await("404 Not Found");
                screen.press("{").await("200 OK");
                screen.press("V", "y");

                assertThat(screen.await("flow 1 was reverted")).contains("200 OK");
                assertThat(screen.await("edit 2 of 2")).contains("200 OK");
            }
        }
    }
}
