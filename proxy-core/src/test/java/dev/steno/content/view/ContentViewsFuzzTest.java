package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Content that was mutated at random, and content that is made to be slow or large: each view ends, within its bounds. */
class ContentViewsFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "<",
            "</",
            ">",
            "<!--",
            "--xyz",
            "\r\n",
            "=",
            "&",
            "%",
            "\u0012\u007f",
            "\u0000\u0000\u0000\u0000\u0005",
            "\u00dd\u00ff\u00ff\u00ff\u00ff",
            "\u0081",
            "eyJ");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/xml",
            "text/html",
            "text/javascript",
            "text/css",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=xyz",
            "text/event-stream",
            "application/grpc",
            "application/x-protobuf",
            "application/msgpack",
            "image/png",
            "application/pkix-cert",
            "application/jwt",
            "application/cbor",
            "application/dns-message",
            "application/zip",
            "application/pdf",
            "");

    private static final List<String> SOUND = List.of(
            "{\"query\":\"{ a(b: 1) }\",\"variables\":{\"a\":[1,2.5,true,null,\"x\\u00e9\"]}}",
            "<!doctype html><html><p class=\"a b\">x<script>a<b</script><!-- c --></html>",
            "<a xmlns:b='c'><b:d/><![CDATA[x]]></a>",
            "function f(a){return /x[/]/.test(a)?`t${a}`:'s'} // c\n/* d */",
            "a=1&b=%C3%A9&c",
            "--xyz\r\nContent-Disposition: form-data; name=\"n\"; filename=\"f\"\r\n\r\nvalue\r\n--xyz--\r\n",
            "data: x\nevent: y\n\n",
            "\0\0\0\0\u0007\u0008\u0005\u0012\u0003\u0008\u0096\u0001",
            "\u0083\u00a1a\u0001\u00a1b\u0092\u00c3\u00c0\u00a1c\u00d6\u00ff\0\0\0\0",
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0002\0\0\0\u0001\0\u0008\u0006",
            "RIFF\0\0\0\0WEBPVP8 xxxxxxxxxxxxxxxxxxxx",
            "\u00ff\u00d8\u00ff\u00e0\0\u0004ab\u00ff\u00c0\0\u0011\u0008\0\u0010\0\u0020",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
            "eyJhIjoxfQ.eyJleHAiOjF9.AAAA",
            "\u00a2aa\u0082\u0001\u00f9<\0ab\u00bfcFun\u00f5\u00ff",
            "\u00124\u0081\u0080\0\u0001\0\u0001\0\0\0\0\u0003www\u0003com\0\0\u0001\0\u0001\u00c0\u000c\0\u0010\0\u0001\0\0\0<\0\u0003\u0002ab",
            "PK\u0003\u0004\u0014\0\0\0\0\0xxxxxxxx\u0001\0\0\0\u0001\0\0\0\u0001\0\0\0aX"
                    + "PK\u0005\u0006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "eyJ0b2tlbiI6ImEgbG9uZyBlbm91Z2ggdmFsdWUiLCJuIjoxMn0=",
            "42/chat,7[\"say\",{\"a\":1}]",
            "%PDF-1.7\n/Type /Page >>");

    @Test
    void noInputMakesAViewFail() {
        List<String> names = ContentViews.names();
        Fuzz.run("ContentViewsFuzzTest", 3_000, (number, random) -> {
            byte[] sound = SOUND.get(random.nextInt(SOUND.size())).getBytes(StandardCharsets.ISO_8859_1);
            byte[] changed = MUTATION.of(sound, random);
            String type = TYPES.get(random.nextInt(TYPES.size()));
            ViewContent content = new ViewContent(changed, type, random.nextBoolean(), "gzip");
            assertThat(Views.named(names.get(random.nextInt(names.size())), content))
                    .doesNotContain(" failed: ");
            assertThat(Views.shown(out -> ContentViews.show(ContentViews.choose(content), content, out)))
                    .doesNotContain(" failed: ");
        });
    }

    /** Time that grows with the square of the input would take minutes for these, and a mebibyte of them an hour. */
    @Test
    void noInputIsSlowOrLarge() {
        for (String repeated : List.of(
                "{",
                "[",
                "}",
                "\"",
                "{\"a\":",
                "[1,",
                "<a>",
                "</a>",
                "<a",
                "<!--",
                "<a>x",
                "<script>",
                "a=b&",
                "%",
                "--xyz\r\n",
                "--xyz",
                "-",
                "\n",
                "/",
                "`",
                "'",
                "/*",
                "x",
                "\u0008\u0001",
                "\u0012\u0002",
                "\u0091",
                "\u0081\u0001",
                "\0\0\0\0\0",
                "eyJ.",
                "\u00ff\u00d8\u00ff",
                "\u009f",
                "\u00bf",
                "\u00c1",
                "\u0003www\u00c0\u000c",
                "PK\u0003\u0004",
                "/Type/Page ",
                "42[",
                "YWFh",
                "\u001f\u008b")) {
            byte[] data = repeated.repeat((1 << 18) / repeated.length()).getBytes(StandardCharsets.ISO_8859_1);
            for (String type : TYPES) {
                ViewContent content = ViewContent.of(data, type);
                AtomicLong chars = new AtomicLong();
                AtomicLong lines = new AtomicLong();
                ViewOutput out = new ViewOutput(
                        line -> {
                            lines.incrementAndGet();
                            line.forEach(span -> chars.addAndGet(span.text().length()));
                        },
                        1_000);
                Assertions.assertTimeoutPreemptively(
                        Duration.ofMinutes(1),
                        () -> ContentViews.show(ContentViews.choose(content), content, out),
                        () -> repeated + " as " + type);
                assertThat(lines.get()).isLessThanOrEqualTo(1_000);
                assertThat(chars.get()).isLessThanOrEqualTo(1_000L * (ViewOutput.LONGEST_LINE + 200));
            }
        }
    }
}
