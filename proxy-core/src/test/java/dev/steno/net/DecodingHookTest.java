package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A hook that decodes a body and replaces it. */
class DecodingHookTest extends ProxyTest {

    @Override
    protected Addon[] addons() {
        return new Addon[] {
            registrar -> {
                registrar.on(Hook.RESPONSE_HEAD, Phase.MODIFY, (flow, context) -> {
                    context.wantBody(1 << 20);
                    return Verdict.pass();
                });
                registrar.on(Hook.RESPONSE, Phase.MODIFY, (flow, context) -> new Verdict.Replace<>(louder(flow)));
            }
        };
    }

    private static HttpFlow louder(HttpFlow flow) {
        HttpResponse response = flow.response();
        Headers headers = response.headers();
        try {
            byte[] plain = ContentDecoder.strict(1 << 20).decode(((Body.Inline) response.body()).bytes(), headers);
            Body louder = new Body.Inline(latin1(new String(plain).toUpperCase(java.util.Locale.ROOT)));
            return flow.withResponse(
                    response.withHeaders(headers.without(name -> name.equalsIgnoreCase("Content-Encoding")))
                            .withBody(louder));
        } catch (ContentCodingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] stacked(String text) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(new DeflaterOutputStream(coded))) {
            gzip.write(latin1(text));
        }
        return coded.toByteArray();
    }

    @Test
    void aHookReadsABodyWithStackedCodingsAndReplacesItByPlainText() throws Exception {
        byte[] body = stacked("a quiet word");
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, deflate\r\nContent-Length: " + body.length
                    + "\r\n\r\n");
            connection.send(body);
            connection.awaitEnd();
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();

        assertThat(answer.text()).isEqualTo("A QUIET WORD");
        assertThat(answer.field("Content-Encoding")).isNull();
        assertThat(answer.field("Content-Length")).isEqualTo("12");
        assertThat(proxy.bytes(proxy.http().response().body())).asString().isEqualTo("A QUIET WORD");
    }
}
