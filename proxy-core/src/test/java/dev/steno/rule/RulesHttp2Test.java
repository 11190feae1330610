package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules on HTTP/2, with exact frames on both sides. */
class RulesHttp2Test extends FramesProxyTest {
    @Override
    protected Addon[] addons() {
        return new Addon[] {new Rules()};
    }

    private void set(String kind, String... texts) {
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    /** A server that answers with the fields of the request as lines. */
    private ScriptedOrigin echo() throws Exception {
        return server(connection -> {
            while (true) {
                FrameServer.Request request = connection.request();
                connection.headers(request.stream(), false, ":status", "200", "x-old", "1");
                connection.data(request.stream(), true, latin1(String.join("\n", request.fields())));
            }
        });
    }

    @Test
    void fieldsAreInLowerCaseAndThoseOfAConnectionAreRefused() throws Exception {
        ScriptedOrigin origin = echo();
        FrameClient client = client(origin);
        set("modify-headers", "/X-New/1", "/X-Old/2", "/~q/Keep-Alive/3");
        FrameClient.Answer answer = client.get(1, authority(origin), "/").answer(1);
        assertThat(answer.head()).containsEntry("x-new", "1").containsEntry("x-old", "2");
        assertThat(answer.body()).contains("x-new: 1").doesNotContain("keep-alive");
        assertThat(proxy.http().notes().metadata().get("rules")).contains("!modify-headers-3");
    }

    @Test
    void aHostIsTheAuthority() throws Exception {
        ScriptedOrigin origin = echo();
        FrameClient client = client(origin);
        set("modify-headers", "/~q/Host/other.example");
        assertThat(client.get(1, authority(origin), "/").answer(1).body()).contains(":authority: other.example");
    }

    @Test
    void aRequestGoesToAnotherServer() throws Exception {
        ScriptedOrigin origin = echo();
        ScriptedOrigin other = echo();
        FrameClient client = client(origin);
        set("map-remote", "|" + authority(origin) + "/a|" + authority(other) + "/b");
        String body = client.get(1, authority(origin), "/a?q").answer(1).body();
        assertThat(body).contains(":authority: " + authority(other), ":path: /b?q");
    }

    @Test
    void answersInPlaceOfTheServer() throws Exception {
        ScriptedOrigin origin = echo();
        FrameClient client = client(origin);
        Path file = Files.writeString(home.resolve("h2.json"), "{}");
        set("block-list", "/~u ads/451", "/~u gone/444");
        set("map-local", "|/file|" + file);
        assertThat(client.get(1, authority(origin), "/ads").answer(1).status()).isEqualTo(451);
        FrameClient.Answer answer = client.get(3, authority(origin), "/file").answer(3);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.head()).containsEntry("content-type", "application/json");
        assertThat(client.get(5, authority(origin), "/gone").answer(5).reset()).isNotEqualTo(REFUSED_STREAM);
        HttpFlow blocked = (HttpFlow) proxy.ended(3).get(0);
        assertThat(blocked.notes().metadata()).containsEntry("rules", "block-list-1");
    }

    @Test
    void cachesAndCompressionAreAvoided() throws Exception {
        ScriptedOrigin origin = echo();
        FrameClient client = client(origin);
        proxy.options.set("anticache", "true");
        proxy.options.set("anticomp", "true");
        String body = client.request(
                        1,
                        true,
                        "GET",
                        "https://" + authority(origin) + "/",
                        "if-none-match",
                        "\"a\"",
                        "accept-encoding",
                        "br")
                .answer(1)
                .body();
        assertThat(body).contains("accept-encoding: identity").doesNotContain("if-none-match");
    }
}
