package dev.steno.replay.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.replay.request.ReplayedRequests.Form;
import dev.steno.replay.request.ReplayedRequests.Settings;
import dev.steno.replay.request.ValueTemplate.Occasion;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests are changed as their run says, and everything else is sent as it was recorded. */
class ReplayedRequestsTest {
    private static final Occasion FIRST = new Occasion(7, 1);

    private SessionStore store;
    private SessionReader reader;

    @BeforeEach
    void open() throws Exception {
        store = SqliteSessionStore.temporary("test");
        reader = store.reader();
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        store.close();
    }

    private static HttpFlow flow(String version, String path, Headers headers, byte[] body) {
        HttpRequest request = new HttpRequest(
                "POST", "https", "old.example", 443, path, version, headers, null, new Body.Inline(body), 1, 2);
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 1), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                7, 1, FlowState.COMPLETE, 1, 5, client, null, request, null, List.of(), null, Notes.NONE, null);
    }

    private static HttpFlow plain(String path) {
        return flow("HTTP/1.1", path, Headers.of("Host", "old.example", "X-A", "1", "x-a", "2"), new byte[0]);
    }

    private static Settings settings(@Nullable String target, boolean keepHost, String... changes) {
        return new Settings(
                Form.FINAL,
                target,
                keepHost,
                null,
                null,
                Stream.of(changes)
                        .map(each -> RequestChange.parse(each, Map.of("user", "ann")))
                        .toList());
    }

    private HttpRequest sent(HttpFlow flow, Settings settings) throws Exception {
        return new ReplayedRequests(settings).request(flow, FIRST, reader);
    }

    @Test
    void aRequestIsSentAsItWasRecorded() throws Exception {
        HttpFlow flow = plain("/a%2Fb?x=1&x=2");
        assertThat(sent(flow, Settings.AS_RECORDED)).isEqualTo(flow.request());
    }

    @Test
    void hostFollowsTheTargetUnlessItIsKept() throws Exception {
        HttpRequest moved = sent(plain("/a?b"), settings("http://127.0.0.1:8080/base", false));
        assertThat(moved.url()).isEqualTo("http://127.0.0.1:8080/base/a?b");
        assertThat(moved.headers().get("Host")).isEqualTo("127.0.0.1:8080");

        HttpRequest kept = sent(plain("/a?b"), settings("http://127.0.0.1:8080", true));
        assertThat(kept.url()).isEqualTo("http://127.0.0.1:8080/a?b");
        assertThat(kept.headers().get("Host")).isEqualTo("old.example");
    }

    @Test
    void fieldsAreSetAndRemoved() throws Exception {
        HttpRequest sent =
                sent(plain("/"), settings(null, false, "header:X-B=run {{counter}} of {{user}}", "header:X-A="));
        assertThat(sent.headers()).isEqualTo(Headers.of("Host", "old.example", "X-B", "run 1 of ann"));
    }

    @Test
    void namesAreInLowerCaseInHttp2AndHostIsTheAuthority() throws Exception {
        HttpFlow flow = flow(
                "HTTP/2.0",
                "/",
                Headers.of(":method", "POST", ":scheme", "https", ":authority", "old.example", ":path", "/"),
                new byte[0]);
        HttpRequest sent = sent(flow, settings(null, false, "header:X-B={{flow.id}}", "header:Host=other.example"));
        assertThat(sent.headers().get("x-b")).isEqualTo("7");
        assertThat(sent.headers().get(":authority")).isEqualTo("other.example");
        assertThat(sent.headers().contains("Host")).isFalse();
    }

    @Test
    void aRequestOfHttp2IsSentInHttp1WithItsAuthorityAsHost() throws Exception {
        HttpFlow flow = flow(
                "HTTP/2.0",
                "/",
                Headers.of(":method", "POST", ":scheme", "https", ":authority", "old.example", ":path", "/", "a", "b"),
                new byte[0]);
        HttpRequest sent = sent(flow, new Settings(Form.FINAL, null, false, "HTTP/1.1", null, List.of()));
        assertThat(sent.version()).isEqualTo("HTTP/1.1");
        assertThat(sent.headers()).isEqualTo(Headers.of("Host", "old.example", "a", "b"));
    }

    @Test
    void parametersOfTheQueryAreSetInTheirPlaceOrAdded() throws Exception {
        assertThat(sent(plain("/a?x=1&y=%20&x=3"), settings(null, false, "query:x=ä b"))
                        .path())
                .isEqualTo("/a?x=%C3%A4%20b&y=%20");
        assertThat(sent(plain("/a"), settings(null, false, "query:x=1")).path()).isEqualTo("/a?x=1");
    }

    @Test
    void theUrlIsRewrittenByAnExpressionWhoseGroupsAreKept() throws Exception {
        Settings settings = settings(null, false, "url:/v(\\d)/(.*)\\?k\\==/v$1.{{counter}}/$2?k=");
        assertThat(sent(plain("/v1/users?k=2"), settings).path()).isEqualTo("/v1.1/users?k=2");
        assertThat(sent(plain("/none"), settings).path()).isEqualTo("/none");
    }

    @Test
    void valuesInJsonAreSetAndAllElseStaysAsItIsWritten() throws Exception {
        HttpFlow flow = flow(
                "HTTP/1.1",
                "/",
                Headers.of("Host", "a", "Content-Type", "application/json"),
                "{ \"x\": 1.0, \"a\":[{\"b\":true}] }".getBytes(StandardCharsets.UTF_8));
        HttpRequest sent =
                sent(flow, settings(null, false, "body:json:$.a[0].b=say \"{{user}}\"", "body:json:$.x=null"));
        assertThat(new String(((Body.Inline) sent.body()).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{ \"x\": null, \"a\":[{\"b\":\"say \\\"ann\\\"\"}] }");
    }

    @Test
    void aCompressedBodyIsChangedAndCompressedAgain() throws Exception {
        byte[] json = "{\"id\":\"old\"}".getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.of("Host", "a", "Content-Type", "application/json", "Content-Encoding", "gzip");
        byte[] body = ContentEncoder.encode(json, headers).bytes();

        HttpRequest sent = sent(flow("HTTP/1.1", "/", headers, body), settings(null, false, "body:json:$.id=new"));

        byte[] decoded = ContentDecoder.strict(1 << 20).decode(((Body.Inline) sent.body()).bytes(), sent.headers());
        assertThat(sent.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(new String(decoded, StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"new\"}");
    }

    @Test
    void aBodyThatIsNoJsonIsSentAsItIs() throws Exception {
        HttpFlow flow = flow("HTTP/1.1", "/", Headers.of("Host", "a"), "a=b".getBytes(StandardCharsets.UTF_8));
        assertThat(sent(flow, settings(null, false, "body:json:$.a=1")).body())
                .isEqualTo(flow.request().body());
    }

    @Test
    void authorizationIsReplacedAddedOrRemoved() throws Exception {
        HttpFlow flow = flow("HTTP/1.1", "/", Headers.of("Host", "a", "authorization", "Bearer old"), new byte[0]);
        Settings other = new Settings(Form.FINAL, null, false, null, "Bearer new", List.of());
        Settings none = new Settings(Form.FINAL, null, false, null, "", List.of());
        assertThat(sent(flow, other).headers().all("Authorization")).containsExactly("Bearer new");
        assertThat(sent(plain("/"), other).headers().get("Authorization")).isEqualTo("Bearer new");
        assertThat(sent(flow, none).headers().contains("Authorization")).isFalse();
    }

    @Test
    void theFormOfTheClientIsSentIfItIsAskedFor() {
        HttpFlow before = plain("/before");
        HttpFlow flow = new HttpFlow(
                7,
                2,
                FlowState.COMPLETE,
                1,
                5,
                before.client(),
                null,
                plain("/after").request(),
                null,
                List.of(),
                null,
                Notes.NONE,
                before);
        Settings client = new Settings(Form.AS_CLIENT, null, false, null, null, List.of());
        assertThat(new ReplayedRequests(client).recorded(flow).request().path()).isEqualTo("/before");
        assertThat(new ReplayedRequests(Settings.AS_RECORDED)
                        .recorded(flow)
                        .request()
                        .path())
                .isEqualTo("/after");
    }

    @Test
    void aWrongChangeIsRefusedWithTheReason() {
        assertThatThrownBy(() -> RequestChange.parse("header:a b=c", Map.of())).hasMessageContaining("not the name");
        assertThatThrownBy(() -> RequestChange.parse("header:a", Map.of())).hasMessageContaining("NAME=VALUE");
        assertThatThrownBy(() -> RequestChange.parse("header:a=b\nc", Map.of())).hasMessageContaining("line breaks");
        assertThatThrownBy(() -> RequestChange.parse("url:(=b", Map.of())).hasMessageContaining("regular expression");
        assertThatThrownBy(() -> RequestChange.parse("body:json:a=b", Map.of())).hasMessageContaining("path into JSON");
        assertThatThrownBy(() -> RequestChange.parse("body:x", Map.of())).hasMessageContaining("must begin with");
        assertThatThrownBy(() -> RequestChange.parse("header:a={{nope}}", Map.of("mine", "1")))
                .hasMessageContaining("{{nope}} is not known")
                .hasMessageContaining("mine");
    }

    @Test
    void aChangeThatMakesNoUrlIsRefused() {
        assertThatThrownBy(() -> sent(plain("/a"), settings(null, false, "url:https=ftp")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flow 7 would be sent to ftp://old.example/a");
    }

    @Test
    void theExpiryOfATokenIsRead() {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":1,\"exp\":1700000000}".getBytes(StandardCharsets.UTF_8));
        String token = "eyJhbGciOiJub25lIn0." + claims + ".";
        assertThat(TokenExpiry.earliest(Headers.of("Authorization", "Bearer " + token)))
                .hasValue(1_700_000_000);
        assertThat(TokenExpiry.earliest(Headers.of("Cookie", "a=b; t=" + token)))
                .hasValue(1_700_000_000);
        assertThat(TokenExpiry.earliest(Headers.of("Authorization", "Bearer eyJ.eyJ!.x", "X", token)))
                .isEmpty();
    }
}
