package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/api.md} does what the page says, and {@code openapi.json} is what a running Steno answers. */
@Timeout(600)
class ApiPageTest {
    private static final Pattern URL = Pattern.compile("web interface: (http://127\\.0\\.0\\.1:[0-9]+)/#login=\\S+");

    @TempDir
    Path folder;

    private AnsweringOrigin origin;
    private StenoProcess steno;
    private String url;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        origin = AnsweringOrigin.plain((head, body, out) -> {
            body.readAllBytes();
            if (head.start().contains("/login")) {
                out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } else {
                AnsweringOrigin.ok(out, "application/json", "{\"items\":[1,2]}".getBytes(StandardCharsets.US_ASCII));
            }
        });
        steno = new StenoProcess(folder, "--web", "0");
        url = steno.awaitMessage(URL).group(1);
        for (String line : List.of("GET /items", "POST /login", "GET /items?page=2")) {
            String host = "127.0.0.1:" + origin.port();
            try (RawClient client = RawClient.to(steno.port())) {
                String head = line.replace(" /", " http://" + host + "/") + " HTTP/1.1\r\nHost: " + host;
                client.send(head + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .response();
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (origin != null) {
            origin.close();
            steno.close();
        }
    }

    @Test
    @InFull("PageCallsTest; and the tests of web, which ask each path of the API")
    void everyLineDoesWhatThePageSays() throws Exception {
        List<String> blocks = Recipes.blocks("api.md");
        Recipes recipes = new Recipes(
                folder,
                blocks.get(0)
                        .replace("~/.steno", folder.resolve("home").toString())
                        .replace("http://127.0.0.1:8081", url));
        List<String> tried = new ArrayList<>();
        for (String block : blocks.subList(1, blocks.size())) {
            for (String line : block.lines().toList()) {
                assertThat(line).contains("# ");
                recipes.check(line.replace("http://127.0.0.1:8080", "http://127.0.0.1:" + steno.port())
                        .replace("http://example.org", "http://127.0.0.1:" + origin.port()));
                tried.add(line);
            }
        }

        assertThat(tried)
                .hasSizeGreaterThan(40)
                .filteredOn(line -> line.startsWith("steno "))
                .hasSizeGreaterThan(8);
        assertThat(steno.exitCode()).isZero();
    }

    @Test
    void theDescriptionIsThatOfTheRunningProxy() throws Exception {
        String token = Files.readString(folder.resolve("home/web-token")).strip();
        String answer = new Recipes(folder, "")
                .run("curl -sS --fail-with-body -H 'Authorization: Bearer " + token + "' " + url
                        + "/api/v1/openapi.json");
        String wanted = pretty(answer);
        assertThat(answer).contains("\"/flows/{id}/{part}/body\":", "\"/commands/flow.mark\":", "\"body-limit\":");
        Path page = Checkout.file("docs/reference/openapi.json");
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.writeString(page, wanted);
        }

        assertThat(page)
                .as("out of date; regenerate it with: mvn -pl cli -am test -Dtest=ApiPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true")
                .content()
                .isEqualTo(wanted);
    }

    /** One path, option or schema on a line, so that a change shows as a change of its lines. */
    private static String pretty(String json) {
        StringBuilder lines = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            quoted ^= c == '"' && json.charAt(i - 1) != '\\';
            depth += quoted ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            lines.append(c);
            if (!quoted && depth <= 5 && (c == ',' || c == '{')) {
                lines.append('\n').append(" ".repeat(depth));
            }
        }
        return lines.append('\n').toString();
    }
}
