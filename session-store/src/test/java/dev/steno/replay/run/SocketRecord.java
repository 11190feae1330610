package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Base class for tests of WebSockets that are recorded and opened again. */
abstract class SocketRecord extends RunningRecord {
    /** What a server does with a WebSocket, which it has accepted. */
    interface Chat {
        void with(SocketPeer client) throws Exception;
    }

    final AtomicReference<Chat> serving = new AtomicReference<>();

    ScriptedOrigin.Script script() {
        return wire -> {
            try {
                serving.get().with(SocketPeer.accept(wire));
            } catch (RuntimeException | java.io.IOException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    static final Chat SHOP = client -> {
        client.send("welcome");
        assertThat(client.receive()).isEqualTo("one");
        client.send("1").send("1b");
        assertThat(client.receive()).isEqualTo("two");
        client.send("2");
        assertThat(client.receive()).isEqualTo("close 4001 bye");
        client.close(4001, "");
    };

    /** Records what a client does with a WebSocket; the server has the same part in the replay unless that is changed. */
    void record(ScriptedOrigin origin, Chat server, Chat client, boolean deflates) throws Exception {
        serving.set(server);
        try (RawClient raw = client()) {
            String url = "http://" + origin.authority() + "/chat";
            client.with(SocketPeer.open(raw, url, origin.authority(), deflates));
        }
        proxy.ended(1);
    }

    void recordShop(ScriptedOrigin origin) throws Exception {
        record(
                origin,
                SHOP,
                server -> {
                    assertThat(server.receive()).isEqualTo("welcome");
                    server.send("one");
                    assertThat(server.receive()).isEqualTo("1");
                    assertThat(server.receive()).isEqualTo("1b");
                    server.send("two");
                    assertThat(server.receive()).isEqualTo("2");
                    server.close(4001, "bye");
                    assertThat(server.receive()).startsWith("close");
                },
                false);
    }

    List<String> messages(HttpFlow flow) {
        return proxy.messages().stream()
                .filter(message -> message.flow() == flow.id())
                .map(message -> (message.direction().isFromClient() ? ">" : "<")
                        + (message.kind() == Message.Kind.TEXT
                                ? new String(message.data(), StandardCharsets.UTF_8)
                                : "bytes " + message.data().length)
                        + (message.last() ? "" : " …"))
                .toList();
    }

    HttpFlow only() {
        assertThat(replayed()).hasSize(1);
        return replayed().get(0);
    }
}
