package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bytes the texts of an archive stood for. */
class HarBodyTest {
    @TempDir
    private Path folder;

    private byte[] response(String content) throws IOException {
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", Hars.content(content)))) {
            return session.bytes(
                    java.util.Objects.requireNonNull(session.http(0).response()).body());
        }
    }

    private byte[] typed(String type, String content) throws IOException {
        String entry = Hars.content(content)
                .replace(
                        "'headers':[],'content'",
                        "'headers':[{'name':'Content-Type','value':'" + type + "'}],'content'");
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", entry))) {
            return session.bytes(
                    java.util.Objects.requireNonNull(session.http(0).response()).body());
        }
    }

    private static String text(byte[] bytes, java.nio.charset.Charset charset) {
        return new String(bytes, charset);
    }

    private static final byte[] BINARY = {0, 1, 2, (byte) 0xFB, (byte) 0xFF, (byte) 0xBF};

    @Test
    void base64OfChromeIsBytesWhereverItsEncodingStands() throws IOException {
        assertThat(response("'size':6,'text':'AAEC+/+/','encoding':'base64'")).isEqualTo(BINARY);
        assertThat(response("'encoding':'BASE64','text':'AAEC+/+/','size':6")).isEqualTo(BINARY);
        assertThat(response("'encoding':'base64','text':'AAEC\\r\\n+/+/\\n'")).isEqualTo(BINARY);
        assertThat(response("'encoding':'base64','text':'AAEC-_-_'")).isEqualTo(BINARY);
        assertThat(response("'encoding':'base64','text':'AAE'")).isEqualTo(new byte[] {0, 1});
        assertThat(response("'encoding':'base64','text':'AA=='")).isEqualTo(new byte[] {0});
        assertThat(response("'encoding':'utf-8','text':'AA=='")).isEqualTo("AA==".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "AAAAA", "AA=A", "AA==AA"})
    void whatIsNoBase64IsTheTextItselfAndMarked(String text) throws IOException {
        try (ImportedSession session =
                Hars.imported(folder, Hars.log("x", Hars.content("'encoding':'base64','text':'" + text + "'")))) {
            HttpFlow flow = session.http(0);
            assertThat(session.bytes(flow.response().body())).asString().isEqualTo(text);
            assertThat(ImportMarks.has(flow.notes(), ImportMarks.RESPONSE_BODY, ImportMarks.TEXT))
                    .isTrue();
        }
    }

    @Test
    void theDeclaredSizeDecidesBetweenCharsets() throws IOException {
        assertThat(response("'size':6,'text':'gr\u00fc\u00df'"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("gr\u00fc\u00df");
        assertThat(response("'size':4,'text':'gr\u00fc\u00df'"))
                .asString(StandardCharsets.ISO_8859_1)
                .isEqualTo("gr\u00fc\u00df");
        assertThat(typed("text/html; charset=shift_jis", "'size':4,'text':'\u65e5\u672c'"))
                .isEqualTo("\u65e5\u672c".getBytes("shift_jis"));
        assertThat(typed("text/html; charset=shift_jis", "'size':6,'text':'\u65e5\u672c'"))
                .isEqualTo("\u65e5\u672c".getBytes(StandardCharsets.UTF_8));
        assertThat(typed("text/html; charset=iso-8859-1", "'size':5,'text':'\u20ac\u00fcabc'"))
                .isEqualTo("\u20ac\u00fcabc".getBytes("windows-1252"));
        // no size: the charset if it can express the text, else UTF-8
        assertThat(typed("text/html; charset=shift_jis", "'text':'\u65e5\u672c'"))
                .isEqualTo("\u65e5\u672c".getBytes("shift_jis"));
        assertThat(typed("text/html; charset=shift_jis", "'text':'\ud83d\ude00'"))
                .isEqualTo("\ud83d\ude00".getBytes(StandardCharsets.UTF_8));
        assertThat(typed("text/html; charset=utf-16le", "'text':'ab'"))
                .isEqualTo("ab".getBytes(StandardCharsets.UTF_16LE));
        assertThat(typed("text/html; charset=nonsense", "'text':'ab'"))
                .asString()
                .isEqualTo("ab");
    }

    @Test
    void binaryThatProxyPinWroteAsOneCharacterAByteIsTheseBytes() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
            text.append(String.format("\\u%04x", i));
        }
        assertThat(response("'size':256,'text':'" + text + "'")).isEqualTo(all);
    }

    @Test
    void aSingleSurrogateIsItsThreeBytesAndMarked() throws IOException {
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", Hars.content("'text':'a\\ud83d'")))) {
            HttpFlow flow = session.http(0);
            assertThat(session.bytes(flow.response().body()))
                    .isEqualTo(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD});
            assertThat(session.result.losses().times(Loss.BODY_REBUILT)).isEqualTo(1);
        }
    }

    @Test
    void anExportInLatin1IsReadAndMarked() throws IOException {
        byte[] har = Hars.log("Logger++", Hars.content("'text':'stra\u00dfe','size':6"))
                .getBytes(StandardCharsets.ISO_8859_1);
        try (ImportedSession session = Hars.imported(folder, har)) {
            assertThat(text(session.bytes(session.http(0).response().body()), StandardCharsets.ISO_8859_1))
                    .isEqualTo("stra\u00dfe");
            assertThat(session.result.losses().times(Loss.BODY_REBUILT)).isEqualTo(1);
        }
    }

    @Test
    void aBodyWithoutItsContentCodingKeepsItsHeadersAndIsMarked() throws IOException {
        String coded = Hars.entry("'content':{'text':'hello','size':5}")
                .replace(
                        "'headers':[],'content'",
                        "'headers':[{'name':'Content-Encoding','value':'gzip'},{'name':'Content-Length','value':'25'}],'content'");
        String raw = coded.replace(
                "'text':'hello','size':5", "'encoding':'base64','text':'H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA=='");
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", coded, raw))) {
            HttpFlow decoded = session.http(0);
            assertThat(ImportMarks.isResponseDecoded(decoded.notes())).isTrue();
            assertThat(decoded.response().headers().get("content-length")).isEqualTo("25");
            assertThat(session.bytes(decoded.response().body())).asString().isEqualTo("hello");
            assertThat(ImportMarks.isResponseDecoded(session.http(1).notes())).isFalse();
            assertThat(session.result.losses().times(Loss.BODY_DECODED)).isEqualTo(1);
        }
    }

    @Test
    void aMissingBodyIsDeclaredWithItsSize() throws IOException {
        try (ImportedSession session = Hars.imported(
                folder,
                Hars.log(
                        "Firefox",
                        Hars.content("'size':12345,'comment':'Response bodies are not included.'"),
                        Hars.content("'size':-1"),
                        Hars.content("'size':7,'text':''")))) {
            HttpFlow flow = session.http(0);
            assertThat(flow.response().body()).isEqualTo(new Body.Stored(0, 0, 12345, true));
            assertThat(ImportMarks.has(flow.notes(), ImportMarks.RESPONSE_BODY, ImportMarks.MISSING))
                    .isTrue();
            assertThat(flow.notes().metadata().get(ImportMarks.EXTRA)).contains("Response bodies are not included.");
            assertThat(session.http(1).response().body()).isEqualTo(Body.NONE);
            assertThat(session.http(2).response().body().trueSize()).isEqualTo(7);
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(2);
        }
    }

    @Test
    void aBodyThatDidNotPassIsMarkedAsOfACache() throws IOException {
        String cached = Hars.content("'text':'hello','size':5").replace("'status':200", "'status':304");
        String head = Hars.content("'size':12345").replace("'method':'GET'", "'method':'HEAD'");
        String memory =
                Hars.content("'text':'hello'").replace("{" + Hars.STARTED, "{'_fromCache':'memory'," + Hars.STARTED);
        try (ImportedSession session = Hars.imported(folder, Hars.log("x", cached, head, memory))) {
            assertThat(ImportMarks.has(session.http(0).notes(), ImportMarks.RESPONSE_BODY, ImportMarks.CACHE))
                    .isTrue();
            assertThat(session.bytes(session.http(0).response().body()))
                    .asString()
                    .isEqualTo("hello");
            assertThat(session.http(1).response().body()).isEqualTo(Body.NONE);
            assertThat(ImportMarks.has(session.http(2).notes(), ImportMarks.RESPONSE_BODY, ImportMarks.CACHE))
                    .isTrue();
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isZero();
        }
    }

    @Test
    void theSizesOfMitmproxyAreThoseOfCodedBodiesAndDoNotDecide() throws IOException {
        String entry = Hars.content("'text':'gr\u00fc\u00df','size':4");
        try (ImportedSession session = Hars.imported(folder, Hars.log("mitmproxy", entry))) {
            assertThat(text(session.bytes(session.http(0).response().body()), StandardCharsets.UTF_8))
                    .isEqualTo("gr\u00fc\u00df");
        }
    }

    @Test
    void requestBodiesAreTakenFromWhereToolsPutThem() throws IOException {
        String form = "'mimeType':'application/x-www-form-urlencoded','text':'','params':";
        try (ImportedSession session = Hars.imported(
                folder,
                Hars.log(
                        "HTTP Toolkit",
                        Hars.request("'postData':{'mimeType':'a','text':'plain'}"),
                        Hars.request(
                                "'postData':{'mimeType':'a','text':''},'_content':{'text':'AAEC','size':3,'encoding':'base64'}"),
                        Hars.request("'postData':{'mimeType':'a','text':'AAEC','encoding':'base64'}"),
                        Hars.request("'postData':{" + form + "[{'name':'a b','value':'1&2'},{'name':'c','value':''}]}"),
                        Hars.request("'postData':{" + form + "[{'name':'f%5B1%5D','value':'x+y'}]}"),
                        Hars.request(
                                "'postData':{'mimeType':'multipart/form-data','params':[{'name':'a','value':'b'}]},'bodySize':99"),
                        Hars.request("'postData':{'mimeType':'','text':''},'bodySize':-1"),
                        Hars.request("'bodySize':42")))) {
            String[] bodies = new String[8];
            for (int i = 0; i < 8; i++) {
                bodies[i] = text(session.bytes(session.http(i).request().body()), StandardCharsets.ISO_8859_1);
            }
            assertThat(bodies).containsExactly("plain", "\0\1\2", "\0\1\2", "a+b=1%262&c=", "f%5B1%5D=x+y", "", "", "");
            assertThat(session.http(5).request().body().trueSize()).isEqualTo(99);
            assertThat(session.http(5).notes().metadata().get(ImportMarks.EXTRA))
                    .contains("\"params\":{\"a\":\"b\"}");
            assertThat(session.http(6).request().body()).isEqualTo(Body.NONE);
            assertThat(session.http(7).request().body().trueSize()).isEqualTo(42);
            assertThat(ImportMarks.has(session.http(3).notes(), ImportMarks.REQUEST_BODY, ImportMarks.TEXT))
                    .isTrue();
        }
    }

    @Test
    void aBodyThatIsLargerThanMemoryIsTheSameBytes() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String text = "stra\u00dfe \\n ".repeat(200_000);
        byte[] expected = "stra\u00dfe \n ".repeat(200_000).getBytes(StandardCharsets.UTF_8);

        assertThat(Arrays.equals(response("'text':'" + base64 + "','encoding':'base64'"), bytes))
                .isTrue();
        assertThat(Arrays.equals(response("'size':" + expected.length + ",'text':'" + text + "'"), expected))
                .isTrue();
        assertThat(Arrays.equals(
                        typed("text/plain; charset=iso-8859-1", "'text':'" + text + "'"),
                        new String(expected, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1)))
                .isTrue();
    }
}
