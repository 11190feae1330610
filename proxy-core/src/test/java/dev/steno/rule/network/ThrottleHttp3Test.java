package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.HttpFlow;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.proxy.ModeTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Slow networks and faults on the streams of HTTP/3, to a reverse listener. */
class ThrottleHttp3Test extends ModeTest {
    @Test
    void aResponseTakesTheTimeOfItsRate() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000)));
        String mode = "reverse:http3://localhost:" + origin.port();
        restartWith(defaults -> in(settings(defaults), mode), new Rules());
        proxy.options.set("throttle", "1mbit/1mbit/0");
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + "/"))
                .build();
        Flupke client = closing(new Flupke(proxy.authority().certificate()));
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .hasSize(40_000);
        assertThat(proxy.http().duration()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));

        proxy.options.set("throttle", "");
        proxy.options.set("fault", "dribble n=4 total=160ms");
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .hasSize(40_000);
        assertThat(((HttpFlow) proxy.ended(2).get(1)).duration()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(160));
    }

    @Test
    void allStreamsOfAConnectionAreReset() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readRequest();
            asked.countDown();
            connection.awaitEnd();
        });
        String mode = "reverse:http3://localhost:" + origin.port();
        restartWith(defaults -> in(settings(defaults), mode), new Rules());
        proxy.options.set("fault", "|~u /reset|reset_peer scope=connection");
        Flupke client = closing(new Flupke(proxy.authority().certificate()));
        String url = "https://localhost:" + proxy.port();
        CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(
                HttpRequest.newBuilder(URI.create(url + "/waiting")).build(), HttpResponse.BodyHandlers.ofString());
        asked.await();
        client.sendAsync(
                HttpRequest.newBuilder(URI.create(url + "/reset")).build(), HttpResponse.BodyHandlers.ofString());
        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(proxy.ended(2))
                .extracting(flow -> ((HttpFlow) flow).error().message())
                .containsExactly("the connection was reset with another of its streams", "reset by rule fault-1");
    }
}
