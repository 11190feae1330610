package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface of a proxy in a terminal: what passes is marked, held, edited and released. */
class LiveTerminalTest {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

    /** An origin that is reached as a proxy, so that the URLs that are shown have no port of this run. */
    private ScriptedOrigin origin() throws IOException {
        return ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
            }
        });
    }

    private static int port(Path home) {
        int[] port = {0};
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            Path run = home.resolve("run");
            if (!Files.isDirectory(run)) {
                return false;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*.json")) {
                for (Path file : files) {
                    Matcher found = PORT.matcher(Files.readString(file));
                    port[0] = found.find() ? Integer.parseInt(found.group(1)) : 0;
                }
            }
            return port[0] > 0;
        });
        return port[0];
    }

    private static void awaitInBothSizes(TmuxScreen screen, String name, String contained) throws IOException {
        screen.awaitTimedGolden(name + "-80x24.txt", contained);
        screen.resize(200, 60).awaitTimedGolden(name + "-200x60.txt", contained);
        screen.resize(80, 24);
    }

    @Test
    void aFlowIsMarkedAndAHeldOneIsEditedAndReleased() throws Exception {
        Path home = folder.resolve("home");
        Path script = Files.writeString(folder.resolve("edit.sh"), "sed -i s/ann/bob/ \"$1\"\n");
        try (ScriptedOrigin origin = origin();
                TmuxScreen screen = TmuxScreen.start(
                        folder,
                        80,
                        24,
                        List.of("VISUAL=sh " + script),
                        List.of(
                                "--tui",
                                "--session",
                                folder.resolve("work.steno").toString(),
                                "--home",
                                home.toString(),
                                "--listen",
                                "0",
                                "--web",
                                "off",
                                "--mode",
                                "upstream:http://" + origin.authority(),
                                "--intercept",
                                "~q & ~u /held",
                                "--intercept-timeout",
                                "10m",
                                "--grace",
                                "0s"));
                RawClient client = RawClient.to(port(home))) {
            client.send("GET http://shop.test/page HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("ok");
            screen.await("shop.test/page");
            screen.press("m");
            awaitInBothSizes(screen, "marked", "1 flow");

            client.send("POST http://shop.test/held HTTP/1.1\r\nHost: shop.test\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 8\r\n\r\nuser=ann");
            screen.await("held 1");
            awaitInBothSizes(screen, "held-in-list", "shop.test");
            screen.press("W");
            awaitInBothSizes(screen, "held", "request");
            screen.press("e");
            awaitInBothSizes(screen, "edited", "✎");
            screen.press("a").await("flow 2 was resumed");

            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(received).last().asString().endsWith("user=bob");
            screen.press("Escape").await("200");
            awaitInBothSizes(screen, "released", "✎");
            screen.press("End", "Enter").await("2 Response");
            screen.press("[").await("user=bob");
            screen.press("q", "q");
            assertThat(screen.awaitEnd()).isZero();
        }
    }
}
