package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Which recorded request is equal to one that is asked. */
class MatchingTest extends MockingProxy {
    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private void posts(String type, String first, String second) throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/p").sending(type, first).text("first");
        tape.request("POST", SHOP + "/p").sending(type, second).text("second");
        offline(tape);
    }

    @Test
    void theQueryTellsRequestsApart() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a?page=1").text("one");
        tape.get(SHOP + "/a?page=2").text("two");
        tape.get(SHOP + "/a").text("none");
        offline(tape);

        assertThat(body("/a?page=2")).isEqualTo("two");
        assertThat(body("/a?page=1")).isEqualTo("one");
        assertThat(body("/a")).isEqualTo("none");
        assertThat(ask("GET", "/a?page=3").status()).isEqualTo(404);
    }

    @Test
    void theHostIsTheSameInAnyCase() throws Exception {
        Tape tape = tape();
        tape.get("http://Shop.invalid/a").text("one");
        offline(tape);

        HttpAnswer answer = client().send("GET http://sHOP.invalid/a HTTP/1.1\r\nHost: sHOP.invalid\r\n\r\n")
                .response();

        assertThat(answer.text()).isEqualTo("one");
    }

    @Test
    void anIgnoredParameterMayBeAbsentOnEitherSide() throws Exception {
        set("server-replay-ignore-params", "ts");
        Tape tape = tape();
        tape.get(SHOP + "/a?ts=1&q=x").text("one");
        tape.get(SHOP + "/b?q=x").text("two");
        offline(tape);

        assertThat(body("/a?q=x")).isEqualTo("one");
        assertThat(body("/a?q=x&ts=99&ts=98")).isEqualTo("one");
        assertThat(body("/b?ts=1&q=x")).isEqualTo("two");
        assertThat(ask("GET", "/a?q=y&ts=1").status()).isEqualTo(404);
    }

    @Test
    void repeatedParametersAreComparedInTheirOrder() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a?x=1&x=2").text("one two");
        tape.get(SHOP + "/a?x=2&x=1").text("two one");
        offline(tape);

        assertThat(body("/a?x=2&x=1")).isEqualTo("two one");
        assertThat(body("/a?x=1&x=2")).isEqualTo("one two");
        assertThat(ask("GET", "/a?x=1").status()).isEqualTo(404);
    }

    @Test
    void theOrderOfParametersCountsUnlessTheOptionSaysOtherwise() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a?x=1&y=2").text("one");
        offline(tape);

        HttpAnswer miss = ask("GET", "/a?y=2&x=1");
        assertThat(miss.text()).contains("order of the query: recorded x&y, asked y&x");
        set("mock-match-query-order", "false");
        assertThat(body("/a?y=2&x=1")).isEqualTo("one");
    }

    @Test
    void percentCodingCountsUnlessTheOptionSaysOtherwise() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/%7euser/a?q=%41").text("one");
        offline(tape);

        assertThat(ask("GET", "/~user/a?q=A").status()).isEqualTo(404);
        set("mock-loose", "true");
        assertThat(body("/~user/a?q=A")).isEqualTo("one");
        assertThat(body("/%7Euser/%61?q=%41")).isEqualTo("one");
    }

    @Test
    void hostAndPortCanBeIgnored() throws Exception {
        set("server-replay-ignore-host", "true");
        set("server-replay-ignore-port", "true");
        Tape tape = tape();
        tape.get("https://staging.invalid:8443/a").text("one");
        offline(tape);

        assertThat(body("/a")).isEqualTo("one");
    }

    @Test
    void namedHeaderFieldsMustBeEqual() throws Exception {
        set("server-replay-use-headers", "X-Tenant");
        Tape tape = tape();
        tape.get(SHOP + "/a").asking("X-Tenant", "red").text("red");
        tape.get(SHOP + "/a").asking("x-tenant", "blue").text("blue");
        offline(tape);

        assertThat(ask("GET", "/a", "X-Tenant: blue").text()).isEqualTo("blue");
        assertThat(ask("GET", "/a", "X-Tenant: red").text()).isEqualTo("red");
        assertThat(ask("GET", "/a").text()).contains("header X-Tenant: recorded \"red\", not asked");
    }

    @Test
    void jsonIsComparedByValue() throws Exception {
        posts("application/json", "{\"a\":1.0,\"b\":[1,2]}", "{\"a\":2,\"b\":[]}");

        assertThat(post("/p", "application/json", "{ \"b\": [], \"a\": 2.00 }").text())
                .isEqualTo("second");
        assertThat(post("/p", "application/json", "{\"b\":[1,2],\"a\":1}").text())
                .isEqualTo("first");
        assertThat(post("/p", "application/json", "{\"b\":[1,3],\"a\":1}").text())
                .contains("content $.b[1]: recorded \"2\", asked \"3\"");
    }

    @Test
    void ignoredValuesOfJsonDoNotMatter() throws Exception {
        set("mock-ignore-json", "$.ts", "$..nonce");
        posts("application/json", "{\"ts\":1,\"x\":{\"nonce\":\"a\",\"v\":1}}", "{\"x\":{\"v\":2}}");

        assertThat(post("/p", "application/json", "{\"ts\":7,\"x\":{\"nonce\":\"b\",\"v\":2}}")
                        .text())
                .isEqualTo("second");
        assertThat(post("/p", "application/json", "{\"x\":{\"v\":1}}").text()).isEqualTo("first");
    }

    @Test
    void formsAreComparedByTheirFieldsLessTheIgnoredOnes() throws Exception {
        set("server-replay-ignore-payload-params", "csrf");
        posts("application/x-www-form-urlencoded", "user=a+b&csrf=1", "user=c&csrf=2");

        assertThat(post("/p", "application/x-www-form-urlencoded", "csrf=9&user=a%20b")
                        .text())
                .isEqualTo("first");
        assertThat(post("/p", "application/x-www-form-urlencoded", "user=c").text())
                .isEqualTo("second");
    }

    @Test
    void theBoundaryOfAMultipartBodyDoesNotMatter() throws Exception {
        String body = "--%1$s\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n%2$s\r\n--%1$s--\r\n";
        Tape tape = tape();
        tape.request("POST", SHOP + "/p")
                .sending("multipart/form-data; boundary=one", String.format(body, "one", "value"))
                .text("first");
        offline(tape);

        assertThat(post("/p", "multipart/form-data; boundary=two", String.format(body, "two", "value"))
                        .text())
                .isEqualTo("first");
        assertThat(post("/p", "multipart/form-data; boundary=two", String.format(body, "two", "other"))
                        .text())
                .contains("content part f: recorded \"value\", asked \"other\"");
    }

    @Test
    void aCompressedRequestIsComparedDecoded() throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/p")
                .asking("Content-Encoding", "gzip")
                .sending("application/json", gzip("{\"a\":1}"))
                .text("first");
        offline(tape);

        assertThat(post("/p", "application/json", "{\"a\":1}").text()).isEqualTo("first");
    }

    @Test
    void documentsOfGraphQlAreComparedWithoutWhiteSpace() throws Exception {
        posts(
                "application/json",
                "{\"operationName\":\"Q\",\"query\":\"query Q { item(id: 1) { name, price } }\",\"variables\":{\"a\":1}}",
                "{\"operationName\":\"Q\",\"query\":\"query Q { item(id: 1) { name, price } }\",\"variables\":{\"a\":2}}");

        assertThat(post(
                                "/p",
                                "application/json",
                                "{\"variables\":{\"a\":2},\"query\":\"query Q{item(id:1){name price}}\",\"operationName\":\"Q\"}")
                        .text())
                .isEqualTo("second");
    }

    @Test
    void messagesOfGrpcAreComparedOneByOne() throws Exception {
        posts("application/grpc", "\0\0\0\0\2ab\0\0\0\0\1c", "\0\0\0\0\3abc");

        assertThat(post("/p", "application/grpc", "\0\0\0\0\3abc").text()).isEqualTo("second");
        assertThat(post("/p", "application/grpc", "\0\0\0\0\2ab\0\0\0\0\1d").text())
                .contains("content message 2: recorded \"c\", asked \"d\"");
    }

    @Test
    void contentCanBeIgnoredOrComparedByteByByte() throws Exception {
        posts("application/json", "{\"a\":1}", "{\"a\":2}");

        set("mock-content", "exact");
        assertThat(post("/p", "application/json", "{\"a\":2}").text()).isEqualTo("second");
        assertThat(post("/p", "application/json", "{\"a\": 2}").status()).isEqualTo(404);
        set("server-replay-ignore-content", "true");
        assertThat(post("/p", "text/plain", "anything").text()).isEqualTo("first");
    }

    @Test
    void aLargeRequestIsComparedWhole() throws Exception {
        String large = "x".repeat(200_000);
        Tape tape = tape();
        tape.request("POST", SHOP + "/p").sending("text/plain", large + "1").text("first");
        tape.request("POST", SHOP + "/p").sending("text/plain", large + "2").text("second");
        offline(tape);

        assertThat(post("/p", "text/plain", large + "2").text()).isEqualTo("second");
        assertThat(post("/p", "text/plain", large + "3").status()).isEqualTo(404);
    }

    @Test
    void flowsOfTunnelsAndInProgressAndThoseThatAMockAnsweredAreNotUsed() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("mocked").notes(Notes.NONE.withMetadata("x", "y"));
        tape.get(SHOP + "/b").open();
        offline(tape);

        assertThat(body("/a")).isEqualTo("mocked");
        assertThat(ask("GET", "/b").status()).isEqualTo(404);
        assertThat(mock.count()).isEqualTo(1);
    }
}
