package dev.steno.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server to which a program sends the requests of its warm-up. */
class WarmUpServerTest {
    @Test
    void requestsWithAndWithoutBodiesAreAnsweredOverConnectionsThatAreKept() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        byte[] large = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        try (WarmUpServer server = new WarmUpServer()) {
            for (int i : IntStream.range(0, 20).toArray()) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/" + i));
                HttpRequest next = i % 2 == 0
                        ? request.build()
                        : request.POST(BodyPublishers.ofByteArray(large)).build();

                assertThat(client.send(next, BodyHandlers.ofString()).body())
                        .hasSize(1_000)
                        .startsWith("warm up! ");
            }
        }
    }
}
