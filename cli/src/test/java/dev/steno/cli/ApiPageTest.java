package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.ProductClasses;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/api.md} does what the page says, and {@code openapi.json} is what a running Steno answers. */
@Timeout(600)
class ApiPageTest {
    private static final Pattern URL = Pattern.compile("web interface: (http://127\\.0\\.0\\.1:[0-9]+)/#login=\\S+");
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

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

    /** Defines {@code steno} as the product of this build. */
    private static String launcher() {
        List<String> words = Program.java().words("-XX:TieredStopAtLevel=1");
        words.addAll(ProductClasses.options());
        words.add("dev.steno.cli.Main");
        return words.stream()
                .map(word -> "'" + word + "' ")
                .collect(Collectors.joining("", "steno() { ", "\"$@\"; }\n"));
    }

    private String run(String script) throws IOException, InterruptedException {
        Path file = folder.resolve("recipe.sh");
        Files.writeString(file, script);
        ProcessBuilder words = new ProcessBuilder("/bin/sh", "-eu", file.toString()).redirectErrorStream(true);
        words.environment().put("STENO_HOME", folder.resolve("home").toString());
        words.environment().put("TMPDIR", folder.toString());
        Process shell = words.start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(script + "\n" + said).isZero();
        return said;
    }

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        List<String> blocks = BLOCK.matcher(Files.readString(Checkout.file("docs/api.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        String access = launcher()
                + blocks.get(0)
                        .replace("~/.steno", folder.resolve("home").toString())
                        .replace("http://127.0.0.1:8081", url);
        List<String> tried = new ArrayList<>();
        for (String block : blocks.subList(1, blocks.size())) {
            for (String line : block.lines().toList()) {
                int wanted = line.lastIndexOf("# ");
                assertThat(run(access + line.substring(0, wanted) + "\n"))
                        .as(line)
                        .contains(line.substring(wanted + 2));
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
        String answer = run(
                "curl -sS --fail-with-body -H 'Authorization: Bearer " + token + "' " + url + "/api/v1/openapi.json");
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
