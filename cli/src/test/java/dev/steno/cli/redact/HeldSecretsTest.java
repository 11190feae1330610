package dev.steno.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.Call;
import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Held messages of a Steno that records redacted: people see tokens, and what is sent has the secrets. */
@Timeout(300)
class HeldSecretsTest {
    private static final String SECRET = "s3cret-0123456789";

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private ScriptedOrigin origin;
    private LiveProxy proxy;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        proxy = LiveProxy.start(
                folder,
                "--redact",
                "auth",
                "--redact",
                "regex:s3cret-[0-9]+",
                "--intercept",
                "~q & ~u /held",
                "--intercept-timeout",
                "10m");
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        origin.close();
    }

    private RawClient held(String body) throws Exception {
        RawClient client = proxy.client();
        client.send("POST http://" + origin.authority() + "/held?token=" + SECRET + " HTTP/1.1\r\nHost: "
                + origin.authority() + "\r\nAuthorization: Bearer " + SECRET
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> RunningApi.get(proxy, "/held").contains("/held?token"));
        return client;
    }

    @Test
    void aHeldMessageIsShownWithTokensAndSentWithItsSecrets() throws Exception {
        RawClient client =
                held("{\"password\":\"" + SECRET + "\",\"pin\":1,\"secret\":123456,\"a\":\"" + SECRET + "\"}");
        for (String path : new String[] {"/held", "/held/1", "/held/1/raw", "/held/1/raw?head=1", "/held/1/body"}) {
            assertThat(RunningApi.get(proxy, path)).as(path).doesNotContain(SECRET);
        }
        Call shown = Call.steno("hold", "--home", proxy.home(), "show", "1", "--full");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.text()).contains("~r.bearer.").doesNotContain(SECRET);

        String raw = RunningApi.get(proxy, "/held/1/raw");
        assertThat(raw).contains("\u2039r:json:").contains("~r.regex.");
        Matcher text = Pattern.compile("\"text\":(\".*\")[,}]").matcher(raw);
        assertThat(text.find()).isTrue();
        String edited = text.group(1).replace("\\\"pin\\\":1", "\\\"pin\\\":2");
        String answer =
                RunningApi.post(proxy, "/held/1/edit", "{\"edits\":[{\"op\":\"raw\",\"value\":" + edited + "}]}");
        assertThat(answer).doesNotContain(SECRET);
        RunningApi.post(proxy, "/held/1/resume", "{}");
        assertThat(client.response().text()).isEqualTo("ok");

        assertThat(received)
                .singleElement()
                .asString()
                .contains("/held?token=" + SECRET)
                .contains("Authorization: Bearer " + SECRET)
                .endsWith("{\"password\":\"" + SECRET + "\",\"pin\":2,\"secret\":123456,\"a\":\"" + SECRET + "\"}");
        Call recorded = Call.steno("show", proxy.session(), "1", "--full");
        assertThat(recorded.text()).contains("~r.bearer.").doesNotContain(SECRET);
    }

    @Test
    void aTokenThatStandsForNothingInTheMessageIsRefused() throws Exception {
        RawClient client = held("{}");
        HttpResponse<byte[]> refused = RunningApi.send(
                proxy,
                "POST",
                "/held/1/edit",
                BodyPublishers.ofString(
                        "{\"edits\":[{\"op\":\"header.set\",\"name\":\"Cookie\",\"value\":\"a=~r.cookie.01234567~\"}]}"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("~r.cookie.01234567~");
        HttpResponse<byte[]> answered = RunningApi.send(
                proxy,
                "POST",
                "/held/1/answer",
                BodyPublishers.ofString("{\"status\":200,\"body\":\"~r.cookie.01234567~\"}"));
        assertThat(answered.statusCode()).isEqualTo(422);
        RunningApi.post(proxy, "/held/1/resume", "{}");
        assertThat(client.response().text()).isEqualTo("ok");
    }
}
