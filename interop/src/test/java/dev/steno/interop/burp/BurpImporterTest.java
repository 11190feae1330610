package dev.steno.interop.burp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BurpImporterTest {
    private static final String HEAD = "<?xml version=\"1.0\"?>\n<!DOCTYPE items [\n<!ELEMENT items (item*)>\n"
            + "<!ATTLIST items burpVersion CDATA \"\">\n]>\n<items burpVersion=\"2025.1\" exportTime=\"x\">\n";

    @TempDir
    Path folder;

    static String item(String url, String request, String response, boolean base64) {
        return "<item>\n<time>Fri Jan 02 03:04:05 GMT 2026</time>\n<url><![CDATA[" + url + "]]></url>\n"
                + "<host ip=\"192.0.2.1\">a.test</host>\n<port>80</port>\n<protocol>http</protocol>\n<extension>null</extension>\n"
                + message("request", request, base64) + "<status>200</status>\n" + message("response", response, base64)
                + "<comment>seen &amp; noted</comment>\n<highlight>red</highlight>\n</item>\n";
    }

    private static String message(String name, String bytes, boolean base64) {
        String content = base64 ? Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1)) : bytes;
        return "<" + name + " base64=\"" + base64 + "\"><![CDATA[" + content + "]]></" + name + ">\n";
    }

    private ImportedSession imported(String text) throws IOException {
        return ImportedSession.of(Files.write(folder.resolve("items.xml"), text.getBytes(ISO_8859_1)), folder);
    }

    private static String text(ImportedSession session, HttpFlow flow) throws IOException {
        return new String(session.bytes(flow.response().body()), ISO_8859_1);
    }

    @Test
    void base64IsExactToTheByte() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            all.append((char) i);
        }
        String item = item(
                "http://a.test:8080/x?y",
                "GET /other HTTP/1.1\nHost: b.test\n\n",
                "HTTP/1.1 200 OK\r\n\r\n" + all,
                true);

        try (ImportedSession session = imported(HEAD + item + "</items>")) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("http://a.test:8080/x?y");
            assertThat(text(session, flow)).isEqualTo(all.toString());
            assertThat(Times.instant(flow.started())).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(flow.server().ip()).isEqualTo(new Endpoint("192.0.2.1", 8080));
            assertThat(flow.notes().comment()).isEqualTo("seen & noted");
            assertThat(flow.notes().mark()).isEqualTo("red");
            assertThat(flow.notes().metadata()).containsEntry("import.from", "Burp items, Burp 2025.1");
            assertThat(session.result.damage()).isNull();
        }
    }

    @Test
    void entitiesCountOutsideOfCdataOnly() throws IOException {
        String inCdata = item("http://a.test/?q=&lt;b&gt;&amp;c", "GET / HTTP/1.1\n\n", "HTTP/1.1 200 OK\n\n", true);
        String outside = inCdata.replace("<![CDATA[http://a.test/?q=", "http://a.test/?q=<![CDATA[&lt;]]>")
                .replaceFirst("&amp;c]]></url>", "&amp;&#233;</url>");

        try (ImportedSession session = imported(HEAD + inCdata + outside + "</items>")) {
            assertThat(session.http(0).request().url()).isEqualTo("http://a.test/?q=&lt;b&gt;&amp;c");
            assertThat(session.http(1).request().path())
                    .startsWith("/?q=&lt;<b>&")
                    .hasSize("/?q=&lt;<b>&".length() + 1);
            assertThat(session.http(0).notes().comment()).isEqualTo("seen & noted");
        }
    }

    @Test
    void anOffsetIsNoGuess() throws IOException {
        String item = item("http://a.test/", "GET / HTTP/1.1\n\n", "", true);
        String text = item.replace("GMT", "GMT+05:30") + item.replace("GMT", "IST");

        try (ImportedSession session = imported(HEAD + text + "</items>")) {
            assertThat(session.http(0).notes().metadata()).doesNotContainKey("import.time");
            assertThat(session.http(1).notes().metadata()).containsEntry("import.time", "guessed");
        }
    }

    @Test
    void rawBytesThatNoXmlParserTakesAreKept() throws IOException {
        String body = "\u0000\u0001\u00FF<a>&b;</a>]]>x]]> ]]<item></items>";

        try (ImportedSession session = imported(HEAD
                + item("http://a.test/", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n" + body, false)
                + item("http://a.test/2", "GET /2 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nsecond", false)
                + "</items>")) {
            assertThat(text(session, session.http(0))).isEqualTo(body);
            assertThat(text(session, session.http(1))).isEqualTo("second");
        }
    }

    @Test
    void anEndOfCdataThatAWriterSplitIsJoined() throws IOException {
        String split = "HTTP/1.1 200 OK\r\n\r\na]]]]><![CDATA[>b";

        try (ImportedSession session =
                imported(HEAD + item("http://a.test/", "GET / HTTP/1.1\r\n\r\n", split, false) + "</items>")) {
            assertThat(text(session, session.http(0))).isEqualTo("a]]>b");
        }
    }

    @Test
    void attacksOnFramingStayAsTheyAre() throws IOException {
        String attack =
                "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG";

        try (ImportedSession session =
                imported(HEAD + item("http://a.test/", attack, "HTTP/1.1 200 OK\r\n\r\n", true) + "</items>")) {
            assertThat(new String(session.bytes(session.http(0).request().body()), ISO_8859_1))
                    .isEqualTo("0\r\n\r\nG");
        }
    }

    @Test
    void aVersionWithoutItsMinorNumberIsHttp2() throws IOException {
        try (ImportedSession session = imported(
                HEAD + item("https://a.test/", "GET / HTTP/2\r\nHost: a.test\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", true)
                        + "</items>")) {
            assertThat(session.http(0).request().version()).isEqualTo("HTTP/2.0");
            assertThat(session.http(0).response().version()).isEqualTo("HTTP/2.0");
        }
    }

    @Test
    void anEmptyResponseMeansThatNoneCame() throws IOException {
        try (ImportedSession session =
                imported(HEAD + item("http://a.test/", "GET / HTTP/1.1\r\n\r\n", "", true) + "</items>")) {
            assertThat(session.http(0).state()).isEqualTo(FlowState.FAILED);
            assertThat(session.http(0).response()).isNull();
        }
    }

    @Test
    void entitiesOfTheDeclarationAreNeverResolved() throws IOException {
        Path secret = Files.write(folder.resolve("secret.txt"), "planted".getBytes(UTF_8));
        String head = "<?xml version=\"1.0\"?>\n<!DOCTYPE items [ <!ENTITY x SYSTEM \"" + secret.toUri()
                + "\"> <!ENTITY y \"]><items>\"> ]>\n<items burpVersion=\"1\">";
        String item = item("http://a.test/", "GET / HTTP/1.1\r\n\r\n", "", true).replace("seen &amp; noted", "&x;&y;");

        try (ImportedSession session = imported(head + item + "</items>")) {
            assertThat(session.http(0).notes().comment()).isEqualTo("&x;&y;");
        }
    }

    @Test
    void aFileThatEndsEarlyGivesItsWholeItems() throws IOException {
        String whole = HEAD + item("http://a.test/1", "GET /1 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nx", true);
        String second = item("http://a.test/2", "GET /2 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nx", true);

        try (ImportedSession session = imported(whole + second.substring(0, second.length() - 40))) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.result.damage()).contains("item 2").contains("byte");
        }
    }

    @Test
    void oneBadItemCostsThatItem() throws IOException {
        try (ImportedSession session = imported(HEAD
                + item("no url", "GET / HTTP/1.1\r\n\r\n", "", true)
                + item("http://a.test/", "", "", true)
                + item("http://a.test/", "GET / HTTP/1.1\r\n\r\n", "", true) + "</items>")) {
            assertThat(session.flows()).hasSize(1);
            assertThat(session.result.losses().times(Loss.BAD_URL)).isOne();
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isOne();
        }
    }

    @Test
    void timesAreReadAsJavaWritesThem() {
        assertThat(BurpTime.parse("Tue Jan 10 17:55:22 EST 2023").guessed()).isTrue();
        assertThat(Times.instant(BurpTime.parse("Tue Jan 10 17:55:22 EST 2023").nanos()))
                .isEqualTo(Instant.parse("2023-01-10T22:55:22Z"));
        assertThat(BurpTime.parse("Tue Jan 10 17:55:22 UTC 2023").guessed()).isFalse();
        assertThat(Times.isSet(BurpTime.parse("gestern").nanos())).isFalse();
    }
}
