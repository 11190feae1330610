package dev.steno.cli.run;

import dev.steno.cli.terminal.Console;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.data.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The product's proxy in this process with its API, whose session is in a folder, and clients of it. For one thread. */
public final class LiveProxy implements AutoCloseable {
    private final Path folder;
    private final EmbeddedProxy proxy;
    private final List<RawClient> clients = new ArrayList<>();

    private LiveProxy(Path folder, EmbeddedProxy proxy) {
        this.folder = folder;
        this.proxy = proxy;
    }

    /** Starts it with further flags. */
    public static LiveProxy start(Path folder, String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--home",
                folder.resolve("home").toString(),
                "--session",
                folder.resolve("work.steno").toString(),
                "--grace",
                "0s",
                "--web",
                "0"));
        all.addAll(List.of(flags));
        Console console = new Console(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), null, Map.of());
        EmbeddedProxy.Setup setup =
                EmbeddedProxy.setUp(all, Map.of(), "steno test", EmbeddedProxy.Web.ON, unexpected -> {});
        return new LiveProxy(folder, EmbeddedProxy.start(setup, console, List.of()));
    }

    /** Returns what the terminal user interface of this process shows. */
    public Source shown() {
        return Objects.requireNonNull(proxy.shown());
    }

    public Path home() {
        return folder.resolve("home");
    }

    public Path session() {
        return folder.resolve("work.steno");
    }

    /** Returns a new client, which is closed at the end. */
    public RawClient client() throws IOException {
        RawClient client = RawClient.to(proxy.address().port());
        clients.add(client);
        return client;
    }

    /** Sends a POST with a text, and returns its client, which waits for the response. */
    public RawClient post(ScriptedOrigin origin, String path, String body) throws IOException {
        RawClient client = client();
        client.send("POST http://" + origin.authority() + path + " HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        return client;
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        proxy.close();
    }
}
