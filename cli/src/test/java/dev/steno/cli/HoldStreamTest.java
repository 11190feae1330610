package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code steno hold} with messages of a raw stream, and an event that a command puts into an event stream; holding is switched
 * off and on; a kill leaves the hold as a fact.
 */
class HoldStreamTest {
    @TempDir
    Path folder;

    private Call hold(Object... words) {
        return Call.inHome(folder.resolve("home"), "hold", words);
    }

    private Call inject(Object... words) {
        return Call.inHome(
                folder.resolve("home"),
                "call",
                Stream.concat(Stream.of("inject.sse"), Stream.of(words)).toArray());
    }

    private void awaitMessages(int count) {
        await().until(() -> hold("show", "1").text().lines().count() == count);
    }

    @Test
    void messagesAreShownEditedAndSentOneByOne() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno =
                        new StenoProcess(folder, "--web", "0", "--intercept", "~tcp", "--session", session.toString());
                ScriptedOrigin origin = ScriptedOrigin.plain(connection -> {
                    connection.send("hello");
                    connection.send("got " + connection.readText(4));
                    connection.awaitEnd();
                });
                ScriptedOrigin events = ScriptedOrigin.plain(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    connection.awaitEnd();
                });
                RawClient reader = RawClient.to(steno.port());
                RawClient client = RawClient.to(steno.port())) {
            steno.awaitCommands();
            client.connect(origin.authority()).send("\0raw");
            String line = hold("wait").text();
            assertThat(line).startsWith("1\tmessages\t\t" + origin.authority() + "\t\t");
            awaitMessages(2);
            String mine = number("client");
            assertThat(hold("show", "1", "--message", mine).text()).isEqualTo("\0raw");
            assertThat(hold("show", "1", "--message", "9").err())
                    .contains("message 9 of flow 1 is not held; steno hold show 1 lists those that are");
            assertThat(hold("edit", "1", "method=PUT").err()).contains("name one by its number");
            assertThat(hold("edit", "1", "--message", mine, "method=PUT").code())
                    .isEqualTo(2);
            Call edited = hold("edit", "1", "--message", mine, "body=edit", "--resume");
            assertThat(edited.code()).as(edited.err()).isZero();
            awaitMessages(2);
            assertThat(hold("show", "1").text()).contains("\tserver\tpiece\t8\tgot edit\n");
            hold("drop", "1", "--message", number("server"));

            assertThat(hold("off", "--keep").err()).contains("1 flow is held; steno hold ls lists what waits");
            assertThat(hold("ls").text()).hasLineCount(1);
            assertThat(hold("on").code()).isZero();
            assertThat(hold("resume", "1", "2", "--message", "9").code()).isEqualTo(2);
            assertThat(hold("resume", "1", "--message", "99").err()).contains("message 99 is not held");
            Call resumed = hold("resume", "1", "--message", number("server"));
            assertThat(resumed.code()).as(resumed.err()).isZero();
            assertThat(client.wire().readText(8)).isEqualTo("got edit");
            assertThat(hold("off").text()).isEmpty();

            reader.send("GET http://" + events.authority() + "/ HTTP/1.0\r\n\r\n")
                    .wire()
                    .readHead();
            assertThat(inject("@1", "hello").err()).contains("the flow is a raw stream: see inject.tcp");
            assertThat(inject("@2", "a\nb", "tick\n").err()).contains("the name of the event has a line break");
            assertThat(inject("127", "hello").err()).contains("accepted: @127 for numbers of flows");
            assertThat(Call.steno("call", "--home", folder.resolve("home"), "--", "inject.sse", "@2", "x", "", "", "-5")
                            .err())
                    .contains("retry is a number of milliseconds from 0, or -1 to leave it, not -5");
            Call injected = inject("@2", "a\nb", "tick", "", "500");
            assertThat(injected.code()).as(injected.err()).isZero();
            String event = "event: tick\nretry: 500\ndata: a\ndata: b\n\n";
            assertThat(reader.wire().readText(event.length())).isEqualTo(event);

            assertThat(hold("on", "~u (").err()).contains("intercept");
            assertThat(hold("on", "~tcp | ~u /held").code()).isZero();
            client.send("later");
            hold("wait");
            Call.inHome(folder.resolve("home"), "call", "session.info");
            await().until(() -> Call.steno("ls", session, "--filter", "~held")
                            .text()
                            .lines()
                            .count()
                    == 1);
            steno.kill();
        }
        try (StenoProcess again = new StenoProcess(folder, "--session", session.toString())) {
            again.port();
            again.stop();
        }
        assertThat(Call.steno("show", session, 1).text())
                .contains(
                        "edited and resumed by steno hold",
                        "at the messages by '~tcp | ~u /held', when the recording was cut off");
    }

    /** The number of the first held message of a peer. */
    private String number(String from) {
        return hold("show", "1")
                .text()
                .lines()
                .filter(each -> each.contains("\t" + from + "\t"))
                .map(each -> each.substring(0, each.indexOf('\t')))
                .findFirst()
                .orElseThrow();
    }
}
