package dev.steno.tui.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.tui.Screenful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of held and of recorded messages in an editor, which is a script here, over the product's proxy. */
class MessageEditingTest {
    private static final Pattern KEPT = Pattern.compile("(/\\S*steno-1-\\S*\\.http)");

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
        proxy = LiveProxy.start(folder, "--intercept", "~q & ~u /held");
        screen = Screenful.of(proxy.shown(), 140, 24);
    }

    @AfterEach
    void stop() throws Exception {
        screen.close();
        proxy.close();
        origin.close();
    }

    /** The editor writes what it was given to a file, with its permissions, and then runs lines of a shell on it. */
    private void editor(String... lines) throws IOException {
        Path script = folder.resolve("editor.sh");
        Files.writeString(
                script,
                "cp \"$1\" " + folder.resolve("seen") + "\nls -l \"$1\" > " + folder.resolve("rights")
                        + "\necho \"$1\" > " + folder.resolve("name") + "\n" + String.join("\n", lines) + "\n");
        screen.with("VISUAL", "sh " + script);
    }

    private String written(String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }

    private RawClient held() throws Exception {
        RawClient client = proxy.post(origin, "/held", "user=ann");
        screen.press("W");
        screen.await("flow 1 is held by");
        return client;
    }

    private Path kept() {
        Matcher file = KEPT.matcher(screen.text());
        assertThat(file.find()).as(screen.text()).isTrue();
        return Path.of(file.group(1));
    }

    @Test
    void anEditedMessageStaysHeldAndIsSentWithItsChanges() throws Exception {
        proxy.shown().control().call("options.set", List.of("intercept", "~u /held"), 0);
        RawClient client = held();
        editor("sed -i -e 's/ann/bob/' -e 's/^POST/PUT/' \"$1\"");

        screen.press("e");

        screen.await("was changed, and is still held");
        assertThat(written("seen"))
                .startsWith("POST http://" + origin.authority() + "/held HTTP/1.1\nHost: ")
                .endsWith("\n\nuser=ann");
        assertThat(written("rights")).startsWith("-rw------- ");
        assertThat(Path.of(written("name"))).doesNotExist();
        screen.await("✎");
        screen.press("a");
        assertThat(screen.await("200")).contains("response").doesNotContain("✎"); // it was not edited itself
        screen.press("a");
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(received).singleElement().asString().startsWith("PUT /held").endsWith("user=bob");
    }

    @Test
    void aMessageThatWasNotChangedIsNotSentAnywhere() throws Exception {
        held();
        editor("true");

        screen.press("e");

        screen.await("the request of flow 1 is unchanged, so nothing was sent");
        assertThat(Path.of(written("name"))).doesNotExist();
        assertThat(screen.text()).doesNotContain("✎");
    }

    @Test
    void aMalformedTextIsShownWithItsLineAndCanBeEditedAgain() throws Exception {
        RawClient client = held();
        editor("sed -i '2s/.*/melt/' \"$1\"");

        screen.press("e");

        String text = screen.await("Nothing was changed");
        assertThat(text).contains("line 2: \"melt\" is not a field", "    2  melt", "e edits it again");
        Path kept = kept();
        assertThat(kept).content().contains("\nmelt\n");

        editor("sed -i '2s/.*/Host: '" + origin.authority() + "'/; s/ann/eve/' \"$1\"");
        screen.press("e");
        screen.await("was changed, and is still held");
        assertThat(kept).doesNotExist();
        assertThat(written("seen")).contains("\nmelt\n");
        screen.press("a");
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(received).singleElement().asString().endsWith("user=eve");
    }

    @Test
    void aMessageThatSomebodyResumedMeanwhileLeavesTheTextInItsFile() throws Exception {
        RawClient client = held();
        editor(
                "sed -i 's/ann/bob/' \"$1\"",
                "touch " + folder.resolve("open"),
                "for i in $(seq 1000); do [ -e " + folder.resolve("go") + " ] && break; sleep 0.02; done");
        Thread other = new Thread(() -> {
            try {
                await().until(() -> Files.exists(folder.resolve("open")));
                proxy.shown().control().call("flow.resume", List.of("@1"), 0);
                client.response();
                Files.writeString(folder.resolve("go"), "");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();

        screen.press("e");

        assertThat(screen.await("Nothing was changed")).contains("esc leaves the file there");
        assertThat(kept()).content().contains("user=bob");
        assertThat(screen.press("e").text()).contains("edit of the request of flow 1 was refused");
        assertThat(received).singleElement().asString().endsWith("user=ann");
        Files.delete(kept());
    }

    @Test
    void anEditorThatFailsChangesNothing() throws Exception {
        held();
        editor("exit 3");

        screen.press("e");

        assertThat(screen.await("ended with code 3, so nothing was changed")).doesNotContain("✎");
        assertThat(Path.of(written("name"))).doesNotExist();
    }

    @Test
    void aRecordedMessageIsEditedAsARevisionAndReverted() throws Exception {
        assertThat(proxy.post(origin, "/page", "user=ann").response().text()).isEqualTo("ok");
        screen.await("/page");
        screen.await("200");
        editor("sed -i -e 's/ok$/changed/' -e '/Content-Length/d' \"$1\"");

        screen.press("e");
        screen.await("edit request or response of flow 1");
        screen.type("response").press("enter");

        screen.await("the response of flow 1 was changed: V reverts it");
        assertThat(written("seen")).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nok");
        screen.press("enter");
        screen.await("changed");
        screen.press("esc", "V");
        screen.await("flow 1 has the messages that the peers sent");
        screen.press("enter");
        assertThat(screen.await("Content-Length: 2")).doesNotContain("changed");
    }

    @Test
    void withoutAnEditorASentenceSaysWhatToDo() throws Exception {
        held();
        screen.with("VISUAL", "").with("EDITOR", "").with("PATH", folder.toString());

        assertThat(screen.press("e").await("there is no editor")).contains("set EDITOR");
    }
}
