package dev.steno.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.steno.content.ContentDecoder;
import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedBodyTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[32], "a");
    private static final String TOKEN = KEY.digest("s3cret");

    private static BodyRedaction open(String type, String coding, String... specs) {
        Headers headers = Headers.of("Content-Type", type);
        headers = coding.isEmpty() ? headers : headers.with("Content-Encoding", coding);
        return Redactor.of(RedactionRules.parse(List.of(specs)), KEY).transform(BodyType.of(headers));
    }

    private static byte[] passed(BodyTransform transform, byte[] body, int... cuts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int cut : cuts) {
            put(transform, Arrays.copyOfRange(body, at, cut), out);
            at = cut;
        }
        put(transform, Arrays.copyOfRange(body, at, body.length), out);
        transform.end();
        drain(transform, out);
        return out.toByteArray();
    }

    private static void put(BodyTransform transform, byte[] piece, ByteArrayOutputStream out) throws IOException {
        if (piece.length > 0) {
            transform.put(piece);
            drain(transform, out);
        }
    }

    private static void drain(BodyTransform transform, ByteArrayOutputStream out) throws IOException {
        for (byte[] piece = transform.next(); piece != null; piece = transform.next()) {
            out.writeBytes(piece);
        }
    }

    private static void assertRedactedWhereverItIsCut(String type, String body, String expected, String... specs)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            BodyRedaction redaction = open(type, "", specs);
            assertEquals(expected, new String(passed(redaction, bytes, cut), StandardCharsets.UTF_8), "cut at " + cut);
            assertEquals(!body.equals(expected), redaction.changed());
        }
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);
        assertEquals(expected, new String(passed(open(type, "", specs), bytes, everywhere), StandardCharsets.UTF_8));
    }

    @Test
    void valuesOfJsonBecomeStringsAndAllElseStays() throws IOException {
        String json = "{ \"a\" : [1, {\"Password\":\"s3cret\"}], \"x\":\"pass\\\"word\", \"password\":  12345 ,"
                + "\"deep\":{\"password\":{\"k\":[\"}\"]}}, \"n\":{\"password\":null,\"é\":\"ü\"}}\n";
        assertRedactedWhereverItIsCut(
                "application/json",
                json,
                json.replace("\"s3cret\"", "\"\u2039r:json:" + TOKEN + "\u203a\"")
                        .replace("12345", "\"\u2039r:json:" + KEY.digest("12345") + "\u203a\"")
                        .replace("{\"k\":[\"}\"]}", "\"\u2039r:json:" + KEY.digest("{\"k\":[\"}\"]}") + "\u203a\""),
                "json:$..password");
    }

    @Test
    void pathsLeadToMembersAndElements() throws IOException {
        assertRedactedWhereverItIsCut(
                "text/event-stream",
                "data: {\"a\":{\"b\":[\"no\",\"s3cret\",\"no\"],\"c\":\"no\"}}\n\ndata: [\"x\"]\n\n",
                "data: {\"a\":{\"b\":[\"no\",\"\u2039r:json:" + TOKEN
                        + "\u203a\",\"no\"],\"c\":\"no\"}}\n\ndata: [\"x\"]\n\n",
                "json:$.a.b[1]");
        assertRedactedWhereverItIsCut(
                "text/plain",
                "[{\"k v\":\"s3cret\"}]",
                "[{\"k v\":\"\u2039r:json:" + TOKEN + "\u203a\"}]",
                "json:$[*]['k v']");
    }

    @Test
    void anEventIsNotHeldBackUntilTheNextOne() throws IOException {
        BodyRedaction events = open("text/event-stream", "", "regex:s3cret");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(events, "data: s3cret\n\ndata: s3".getBytes(StandardCharsets.UTF_8), out);
        assertEquals("data: ~r.regex." + TOKEN + "~\n\n", out.toString(StandardCharsets.UTF_8));
        put(events, "cret\n\n".getBytes(StandardCharsets.UTF_8), out);
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("s3cret"));
    }

    @Test
    void aWordBeforeAColonOutsideOfJsonIsNoName() throws IOException {
        String text = "data: {\"kind\":\"password\"}\n\ndata: {\"x\":1}\n\n";
        assertRedactedWhereverItIsCut("text/event-stream", text, text, "json:$..password");
    }

    @Test
    void textThatIsNoJsonStaysAsItIs() throws IOException {
        String text = "say \"password\": \"s3cret\" loud";
        assertRedactedWhereverItIsCut("text/plain", text, text, "json:$..password");
    }

    @Test
    void valuesOfFormsAreRedacted() throws IOException {
        assertRedactedWhereverItIsCut(
                "application/x-www-form-urlencoded",
                "user=bob&pass%77ord=s%33cret&password=&x=1",
                "user=bob&pass%77ord=~r.form." + TOKEN + "~&password=&x=1",
                "form:password");
    }

    @Test
    void valuesOfFormsInPartsAreRedacted() throws IOException {
        String form = "--b\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nbob\r\n--x\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain\r\n\r\ns3cret\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"password\"\r\n\r\n\r\n--b--\r\n";
        assertRedactedWhereverItIsCut(
                "multipart/form-data; boundary=b",
                form,
                form.replace("s3cret", "~r.form." + TOKEN + "~"),
                "form:password");
    }

    @Test
    void aSecretIsFoundWhereverPiecesMeet() throws IOException {
        assertRedactedWhereverItIsCut(
                "text/html", "<p>key=s3cret s3cre</p>", "<p>key=~r.regex." + TOKEN + "~ s3cre</p>", "regex:s\\dcret");
        String jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        assertRedactedWhereverItIsCut(
                "application/octet-stream", "\0x " + jwt + "!", "\0x ~r.jwt." + KEY.digest(jwt) + "~!", "tokens");
        assertRedactedWhereverItIsCut(
                "text/plain",
                "pay 4111 1111 1111 1111 or 4111 1111 1111 1112 by jo.doe@a.example, ok",
                "pay ~r.card." + KEY.digest("4111 1111 1111 1111") + "~ or 4111 1111 1111 1112 by ~r.email."
                        + KEY.digest("jo.doe@a.example") + "~, ok",
                "shape:card",
                "shape:email");
    }

    @Test
    void secretsInLargeBodiesAreFoundInAllPlaces() throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            String filler = "x".repeat(random.nextInt(5000)) + " ";
            text.append(filler).append("s3cret ");
            expected.append(filler).append("~r.regex." + TOKEN + "~ ");
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        int[] cuts = random.ints(500, 0, body.length).sorted().toArray();
        byte[] redacted = passed(open("text/plain", "", "regex:s3cret"), body, cuts);
        assertEquals(expected.toString(), new String(redacted, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd", "deflate", "gzip, br"})
    void aCodedBodyIsDecodedRedactedAndCodedAgain(String coding) throws IOException {
        byte[] plain = ("a".repeat(20_000) + "{\"password\":\"s3cret\"} s3cret").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.of("Content-Encoding", coding);
        byte[] coded = passed(StreamCodings.encoder(headers), plain);
        for (int cut = 0; cut <= coded.length; cut++) {
            byte[] redacted = passed(open("text/plain", coding, "regex:s3cret"), coded, cut);
            String text = new String(ContentDecoder.strict(1 << 20).decode(redacted, headers), StandardCharsets.UTF_8);
            assertFalse(text.contains("s3cret"), text);
            assertTrue(
                    text.endsWith("~ ~r.regex." + TOKEN + "~") || text.endsWith("\"} ~r.regex." + TOKEN + "~"), text);
        }
    }

    @Test
    void aBodyWithAnUnknownCodingIsHidden() throws IOException {
        BodyRedaction redaction = open("text/plain", "aes128gcm", "regex:s3cret");
        assertTrue(redaction.isHidden());
        assertEquals(0, passed(redaction, "s3cret".getBytes(StandardCharsets.UTF_8)).length);
    }

    @Test
    void aBodyThatNoRuleConcernsHasNoTransform() {
        assertNull(open("image/png", "gzip", "json:$..password", "form:password", "header:authorization"));
        assertNull(open("text/plain", "aes128gcm", "header:authorization", "query:token"));
    }

    @Test
    void aSecretLongerThanTheBoundIsRedactedWhole() throws IOException {
        String secret = "k".repeat(100_000);
        String json = new String(
                passed(
                        open("application/json", "", "json:$..password"),
                        ("{\"password\":\"" + secret + "\",\"a\":1}").getBytes(StandardCharsets.UTF_8),
                        5000),
                StandardCharsets.UTF_8);
        assertTrue(json.matches("\\{\"password\":\"\u2039r:json:[0-9a-f]{8}\u203a\",\"a\":1}"), json);
        String form = new String(
                passed(
                        open("application/x-www-form-urlencoded", "", "form:password"),
                        ("password=" + secret + "&a=1").getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        assertTrue(form.matches("password=~r\\.form\\.[0-9a-f]{8}~&a=1"), form);
    }
}
