package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.playbook.Playbook;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in {@code docs/examples/scripts} do what they say. */
@TestInstance(Lifecycle.PER_CLASS)
class ExampleScriptsTest {
    private final TreeSet<String> played = new TreeSet<>();

    private Playbook play(String name) throws IOException {
        return play(name, Map.of());
    }

    private Playbook play(String name, Map<String, String> options) throws IOException {
        played.add(name);
        return Playbook.ofScripts(options, Checkout.file("docs/examples/scripts/" + name));
    }

    @AfterAll
    void eachExampleWasPlayed() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.file("docs/examples/scripts"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(played);
        }
    }

    @Test
    void addHeader() throws IOException {
        try (Playbook play = play("add-header.java", Map.of("script-option", "token=abc"))) {
            play.exchange("GET https://api.example.com/", "200 OK").serverReceived("Authorization: Bearer abc");
            play.exchange("GET https://other.example.com/", "200 OK").serverDidNotReceive("Authorization");
        }
    }

    @Test
    void blockAds() throws IOException {
        try (Playbook play = play("block-ads.java")) {
            play.exchange("GET http://ads.example.com/", "200 OK")
                    .serverReceivedNothing()
                    .clientReceived(204);
            play.exchange("GET http://www.example.com/", "200 OK").clientReceived(200);
        }
    }

    @Test
    void changeJson() throws IOException {
        try (Playbook play = play("change-json.java")) {
            assertThat(play.exchange(
                                    "GET http://shop.example.com/flags",
                                    "200 OK\nContent-Type: application/json\n\n{\"newCheckout\": false}")
                            .clientReceived("{\"newCheckout\": true}")
                            .withoutFailures()
                            .flow()
                            .notes()
                            .comment())
                    .isEqualTo("new checkout switched on");
        }
    }

    @Test
    void countHosts() throws IOException {
        try (Playbook play = play("count-hosts.java")) {
            play.exchange("GET http://a.example.com/", "200 OK");
            play.exchange("GET http://a.example.com/", "200 OK");
            play.exchange("GET http://b.example.com/", "200 OK");

            assertThat(play.commands().call("hosts.list", List.of()).text())
                    .contains("a.example.com\t2")
                    .contains("b.example.com\t1");
        }
    }

    @Test
    void holdDeletes() throws IOException {
        try (Playbook play = play("hold-deletes.java")) {
            var held = play.begin("DELETE http://shop.example.com/orders/1", "204 No Content");
            held.awaitHeld().resume("a person");
            held.finish().clientReceived(204);
            play.exchange("GET http://shop.example.com/orders/1", "200 OK").clientReceived(200);
        }
    }

    @Test
    void mock() throws IOException {
        try (Playbook play = play("Mock.java")) {
            play.exchange("POST http://shop.example.com/orders\n\n{}", "500 No").clientReceived("{\"order\": 1}");
            play.exchange("GET https://shop.example.com/health", "500 No")
                    .serverReceivedNothing()
                    .clientReceived("fine");
            play.exchange("GET http://shop.example.com/other", "500 No").clientReceived(404);
        }
    }

    @Test
    void redirect() throws IOException {
        try (Playbook play = play("redirect.java")) {
            play.exchange("GET http://www.example.com/api/users?x=1", "200 OK")
                    .serverReceived("GET /api/users?x=1")
                    .serverReceived("Host: localhost:3000");
        }
    }

    @Test
    void retryElsewhere() throws IOException {
        try (Playbook play = play("retry-elsewhere.java")) {
            play.exchange("GET http://down.example.com/", Playbook.CLOSES)
                    .clientReceived(503)
                    .clientReceived("The server does not answer");
        }
    }

    @Test
    void rewriteStream() throws IOException {
        try (Playbook play = play("rewrite-stream.java")) {
            play.exchange(
                            "GET http://www.example.com/",
                            "200 OK\nContent-Type: text/html\n\n<p style='colour: red'>Colour</p>")
                    .clientReceived("<p style='color: red'>color</p>");
        }
    }

    @Test
    void webSocket() throws IOException {
        try (Playbook play = play("websocket.java");
                var stream = play.webSocket("http://shop.example.com/ws")) {
            stream.clientSends("hello").serverReceives("hello (by Steno)");
            stream.serverSends("{\"price\": 1}").serverSends("next").clientReceives("next");
        }
    }

    @Test
    void login(@TempDir Path folder) throws IOException {
        played.add("login.java");
        Path mock = Files.writeString(
                folder.resolve("token.java"),
                "void request(Flow f) { if (f.request().host().startsWith(\"login\")) f.answer(200, \"t1\"); }");
        try (Playbook play = Playbook.ofScripts(Map.of(), Checkout.file("docs/examples/scripts/login.java"), mock)) {
            play.exchange("GET http://service.example.com/", "200 OK").serverReceived("Authorization: Bearer t1");
        }
    }
}
