package dev.steno.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.remote.RunningProxy;
import dev.steno.cli.run.LiveProxy;
import dev.steno.web.guard.WebToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The API of a Steno that runs. Stateless. */
final class RunningApi {
    private RunningApi() {}

    /** Returns a resource that is there. */
    static String get(LiveProxy proxy, String path) throws Exception {
        return text(proxy, "GET", path, BodyPublishers.noBody());
    }

    /** Sends a JSON text, which must be taken. */
    static String post(LiveProxy proxy, String path, String json) throws Exception {
        return text(proxy, "POST", path, BodyPublishers.ofString(json));
    }

    /** Sends a file, which must be taken. */
    static String post(LiveProxy proxy, String path, Path file) throws Exception {
        return text(proxy, "POST", path, BodyPublishers.ofFile(file));
    }

    private static String text(LiveProxy proxy, String method, String path, BodyPublisher body) throws Exception {
        HttpResponse<byte[]> answer = send(proxy, method, path, body);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        return text;
    }

    /** Calls a resource. */
    static HttpResponse<byte[]> send(LiveProxy proxy, String method, String path, BodyPublisher body) throws Exception {
        RunningProxy running =
                RunningProxy.recordingTo(proxy.session(), proxy.home()).orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(running.web().orElseThrow() + "api/v1" + path))
                .header("Authorization", WebToken.read(proxy.home()).authorization())
                .method(method, body);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }
}
