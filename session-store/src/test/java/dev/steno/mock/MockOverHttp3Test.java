package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.proxy.ModeTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A client of HTTP/3 is answered from a record of HTTP/1 by a listener that is its server. */
class MockOverHttp3Test extends MockingProxy {
    @Test
    void aClientOfHttp3IsAnsweredAndToldWhatWasNotRecorded() throws Exception {
        restartWith(defaults -> ModeTest.in(settings(defaults), "reverse:http3://shop.invalid"), addons());
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        Tape tape = tape();
        tape.get(SHOP + "/a?x=1").field("X-From", "record").text("one");
        tape.get(SHOP + "/a?x=1").text("two");
        tape.get(SHOP + "/large").bytes(large);
        offline(tape);

        Flupke client = closing(new Flupke(proxy.authority().certificate()));
        HttpResponse<String> first = get(client, "/a?x=1");
        assertThat(first.body()).isEqualTo("one");
        assertThat(first.headers().firstValue("x-from")).contains("record");
        assertThat(get(client, "/a?x=1").body()).isEqualTo("two");
        assertThat(get(client, "/large").body()).hasSize(large.length);
        HttpResponse<String> miss = get(client, "/a?x=2");
        assertThat(miss.statusCode()).isEqualTo(404);
        assertThat(miss.body()).contains("query x: recorded \"1\", asked \"2\"");
        assertThat(((HttpFlow) proxy.ended(1).get(0)).request().version()).isEqualTo("HTTP/3");
        assertThat(connects).isEmpty();
    }

    private HttpResponse<String> get(Flupke client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
