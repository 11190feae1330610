package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.rule.Rules;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.proxy.ModeTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Slow networks on the streams of HTTP/3, to a reverse listener. */
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
    }
}
