package dev.steno.tui.held;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The held messages of a raw stream, over the product's proxy. */
class HeldStreamScreenTest {
    @TempDir
    private Path folder;

    @Test
    void messagesAreListedEditedAndResumedByThemselves() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    received.complete(connection.readText(4));
                    connection.awaitEnd();
                });
                LiveProxy proxy = LiveProxy.start(folder, "--intercept", "~tcp");
                Screenful screen = Screenful.of(proxy.shown(), 100, 24)) {
            RawClient client = proxy.client().connect(origin.authority()).send("\0raw");
            screen.press("W");
            screen.await("flow 1 is held by");

            screen.press("e");
            assertThat(screen.await("raw")).contains("client", "messages of #1");
            Path script = Files.writeString(folder.resolve("editor.sh"), "sed -i s/raw/row/ \"$1\"\n");
            screen.with("VISUAL", "sh " + script).press("e");
            screen.await("was changed, and is still held");
            screen.await("✎");
            screen.press("a");

            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("\0row");
            screen.await("no message of this stream is held");
            client.close();
        }
    }
}
