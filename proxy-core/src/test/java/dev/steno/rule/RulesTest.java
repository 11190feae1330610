package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.option.OptionException;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on HTTP/1, between a real client and server. */
class RulesTest extends ProxyTest {
    private final Rules rules = new Rules();

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules};
    }

    /** Sets the only rule of a kind. */
    private void set(String kind, String... texts) {
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    private ScriptedOrigin echo() throws Exception {
        return origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                connection.send(
                        "HTTP/1.1 200 OK\r\nX-Old: 1\r\nx-OLD: 2\r\nSet-Cookie: sid=1; Path=/\r\nSet-Cookie: b=2\r\n"
                                + "Content-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    private HttpAnswer got(ScriptedOrigin origin, String path, String... fields) throws Exception {
        String head = get(origin, path);
        String more = String.join(
                "", List.of(fields).stream().map(field -> field + "\r\n").toList());
        return client().send(head.substring(0, head.length() - 2) + more + "\r\n")
                .response();
    }

    private String traced(int flow) {
        return proxy.ended(flow).get(flow - 1).notes().metadata().get(Notes.RULES);
    }

    // ---- what all rules share

    @Test
    void withoutRulesThereIsNoHandler() {
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
        set("modify-headers", "/X-A/b");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isFalse();
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST)).isTrue();
        rules.switchRule("modify-headers-1", false);
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
        rules.switchRule("modify-headers-1", true);
        assertThat(proxy.runtime().hooks().isEmpty(Hook.RESPONSE_HEAD)).isFalse();
        set("modify-headers");
        assertThat(proxy.runtime().hooks().isEmpty(Hook.REQUEST_HEAD)).isTrue();
    }

    @Test
    void theOrderIsThatOfTheKinds() {
        set("block-list", "/~u x/404");
        set("modify-headers", "/A/1", "/B/2");
        set("map-remote", "/a/b");
        proxy.options.set("anticache", "true");
        assertThat(rules.list().stream().map(Rule::name))
                .containsExactly("map-remote-1", "anticache", "modify-headers-1", "modify-headers-2", "block-list-1");
    }

    @Test
    void aRuleThatIsNotValidIsRefusedAndTheOldOneStays() {
        set("modify-headers", "/A/1");
        for (String wrong : new String[] {
            "A/1", "/A", "/:path/x", "/Content-Length/3", "/a b/c", "/A/\\q", "/~u (/A/1", "/A/@" + home.resolve("none")
        }) {
            assertThatThrownBy(() -> set("modify-headers", wrong)).as(wrong).isInstanceOf(OptionException.class);
        }
        assertThatThrownBy(() -> set("block-list", "/~c 500/404"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("can never match");
        assertThatThrownBy(() -> set("map-local", "|x|" + home.resolve("none"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> set("map-remote", "/(/x")).hasMessageContaining("is not a regular expression");
        assertThat(rules.list()).hasSize(1);
    }

    @Test
    void rulesAndTheirHitsAreTraced() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/~q/A/1", "/~s & ~c 200/B/2", "/~u elsewhere/C/3");
        got(origin, "/");
        assertThat(traced(1)).isEqualTo("modify-headers-1 modify-headers-2");
        assertThat(rules.list().stream().map(rule -> rule.tally().hits())).containsExactly(1L, 1L, 0L);
        set("modify-headers", "/~q/A/1", "/~u elsewhere/C/3");
        assertThat(rules.list().get(0).tally().hits()).isEqualTo(1);
    }

    @Test
    void aRuleMayBeSetWhileAnExchangeIsInProgress() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            set("modify-headers", "/A/1");
            connection.send(OK);
        });
        assertThat(got(origin, "/").field("A")).isEqualTo("1");
    }

    @Test
    void aThousandNamesDoNotFitInTheTrace() throws Exception {
        ScriptedOrigin origin = echo();
        set(
                "modify-headers",
                IntStream.range(0, 1000).mapToObj(i -> "/~q/X-" + i + "/v").toArray(String[]::new));
        got(origin, "/");
        assertThat(traced(1)).hasSizeBetween(Notes.LONGEST_RULES - 20, Notes.LONGEST_RULES);
    }

    // ---- modify-headers

    @Test
    void aFieldKeepsItsPlaceAndCase() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/x-old/new");
        HttpAnswer answer = got(origin, "/", "X-First: 1", "x-Old: 2", "X-Last: 3");
        assertThat(answer.text()).contains("X-First: 1\r\nx-Old: new\r\nX-Last: 3\r\n");
        assertThat(answer.head()).contains("X-Old: new\r\n").doesNotContain("x-OLD");
    }

    @Test
    void anEmptyValueRemovesAndRulesOfOneNameAddOneFieldEach() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/~q/X-Gone/", "/~q/X-Two/1", "/~q/X-Two/2");
        HttpAnswer answer = got(origin, "/", "X-Gone: 1", "X-Two: 0");
        assertThat(answer.text())
                .doesNotContain("Gone")
                .contains("X-Two: 1\r\nX-Two: 2\r\n")
                .doesNotContain("X-Two: 0");
    }

    @Test
    void filtersSeeTheFlowAsItWasBeforeTheKind() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/~q/A/1", "/~q & ~hq \"A: 1\"/B/2", "/~q & !~hq \"A: 1\"/C/3");
        assertThat(got(origin, "/").text()).contains("A: 1", "C: 3").doesNotContain("B: 2");
    }

    @Test
    void laterKindsSeeWhatEarlierOnesChanged() throws Exception {
        ScriptedOrigin origin = echo();
        set("map-remote", "|/old|/new");
        set("modify-headers", "/~q & ~u new/A/1");
        assertThat(got(origin, "/old").text()).startsWith("GET /new ").contains("A: 1");
        assertThat(traced(1)).isEqualTo("map-remote-1 modify-headers-1");
    }

    @Test
    void twoRulesThatUndoEachOtherBothAct() throws Exception {
        ScriptedOrigin origin = echo();
        set("map-remote", "|/a|/b", "|/b|/a");
        assertThat(got(origin, "/a").text()).startsWith("GET /a ");
        assertThat(traced(1)).isEqualTo("map-remote-1 map-remote-2");
    }

    @Test
    void oneCookieIsRemovedByName() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/~s/set-cookie:sid/");
        assertThat(got(origin, "/").fields("Set-Cookie")).containsExactly("b=2");
    }

    @Test
    void theValueIsReadFromItsFileAgain() throws Exception {
        ScriptedOrigin origin = echo();
        Path file = Files.writeString(home.resolve("value.txt"), "one\n");
        set("modify-headers", "/~q/A/@" + file);
        assertThat(got(origin, "/").text()).contains("A: one\r\n");
        Files.writeString(file, "another\n");
        assertThat(got(origin, "/").text()).contains("A: another\r\n");
        try (var large = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(got(origin, "/").text()).doesNotContain("A:");
        assertThat(traced(3)).isEqualTo("!modify-headers-1");
        Files.delete(file);
        assertThat(got(origin, "/").status()).isEqualTo(200);
        assertThat(rules.list().get(0).tally().failures()).isEqualTo(2);
    }

    @Test
    void trailersAreChanged() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                    + "2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Other: 2\r\n\r\n");
        });
        set("modify-headers", "/~s/trailer:x-sum/new");
        HttpAnswer answer = got(origin, "/");
        assertThat(answer.text()).isEqualTo("ok");
        HttpFlow flow = proxy.http();
        assertThat(flow.response().trailers().get("X-Sum")).isEqualTo("new");
        assertThat(flow.response().trailers().get("X-Other")).isEqualTo("2");
    }

    @Test
    void aFilterOnTheBodyIsDecidedOnceItIsThere() throws Exception {
        ScriptedOrigin origin = echo();
        set("modify-headers", "/~bq secret/X-Found/1");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Length: 6\r\n\r\n";
        RawClient client = client();
        assertThat(client.send(head + "secret").response().text()).contains("X-Found: 1");
        assertThat(client.send(head + "public").response().text()).doesNotContain("X-Found");
    }

    // ---- map-remote

    @Test
    void aRequestGoesToAnotherServerAndHostFollows() throws Exception {
        ScriptedOrigin other = echo();
        ScriptedOrigin origin = origin(connection -> {});
        set("map-remote", "|" + origin.authority() + "|" + other.authority());
        HttpAnswer answer = got(origin, "/path?q=1%2F2");
        assertThat(answer.text()).startsWith("GET /path?q=1%2F2 ").contains("Host: " + other.authority() + "\r\n");
        assertThat(origin.sawAnything()).isFalse();
        HttpFlow flow = proxy.http();
        assertThat(flow.request().url()).isEqualTo("http://" + other.authority() + "/path?q=1%2F2");
        assertThat(flow.original().request().url()).isEqualTo("http://" + origin.authority() + "/path?q=1%2F2");
    }

    @Test
    void everyOccurrenceIsReplacedWithItsGroups() throws Exception {
        ScriptedOrigin origin = echo();
        set("map-remote", "|v(\\d)/|version\\1/");
        assertThat(got(origin, "/v1/v2/x").text()).startsWith("GET /version1/version2/x ");
    }

    @Test
    void whatIsNoUrlIsNotRequested() throws Exception {
        ScriptedOrigin origin = echo();
        set("map-remote", "|^http:|gopher:");
        assertThat(got(origin, "/").status()).isEqualTo(200);
        assertThat(traced(1)).isEqualTo("!map-remote-1");
    }

    // ---- block-list, allow-list

    @ParameterizedTest
    @CsvSource({"404, 404", "204, 204", "451, 451"})
    void aBlockedRequestHasAnEmptyAnswer(String status, int expected) throws Exception {
        ScriptedOrigin origin = echo();
        set("block-list", "/~u ads/" + status);
        HttpAnswer answer = got(origin, "/ads");
        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.body()).isEmpty();
        assertThat(origin.sawAnything()).isFalse();
        assertThat(traced(1)).isEqualTo("block-list-1");
        assertThat(proxy.http().notes().metadata()).containsEntry(Notes.ANSWERED_BY, "block-list-1");
        assertThat(got(origin, "/").status()).isEqualTo(200);
    }

    @Test
    void status444ClosesWithoutAnAnswer() throws Exception {
        ScriptedOrigin origin = echo();
        set("block-list", "/~u ads/444");
        assertThat(client().send(get(origin, "/ads")).isClosedByProxy()).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(flow.error().message()).isEqualTo("blocked by rule block-list-1");
        assertThat(traced(1)).isEqualTo("block-list-1");
    }

    @Test
    void theFirstAnswerWins() throws Exception {
        ScriptedOrigin origin = echo();
        set("block-list", "/~u a/404", "/~u ab/410");
        Path file = Files.writeString(home.resolve("first.txt"), "x");
        set("map-local", "|/ab|" + file);
        assertThat(got(origin, "/ab").status()).isEqualTo(404);
        assertThat(traced(1)).isEqualTo("block-list-1");
    }

    @Test
    void rulesOnResponsesSeeAnAnswer() throws Exception {
        ScriptedOrigin origin = echo();
        Path file = Files.writeString(home.resolve("answer.txt"), "from a file");
        set("map-local", "|/local|" + file);
        set("modify-headers", "/~s/X-Late/1");
        set("modify-body", "/~s/file/rule");
        HttpAnswer answer = got(origin, "/local");
        assertThat(answer.field("X-Late")).isEqualTo("1");
        assertThat(answer.text()).isEqualTo("from a rule");
        assertThat(traced(1)).isEqualTo("map-local-1 modify-headers-1 modify-body-1");
    }

    @Test
    void onlyWhatAnAllowListMatchesPasses() throws Exception {
        ScriptedOrigin origin = echo();
        set("allow-list", "~u good", "~u fine");
        assertThat(got(origin, "/good").status()).isEqualTo(200);
        assertThat(got(origin, "/fine").status()).isEqualTo(200);
        assertThat(got(origin, "/other").status()).isEqualTo(403);
        assertThat(proxy.ended(3).get(0).notes().metadata()).isEmpty();
    }

    @Test
    void anAllowListMayAskForABody() throws Exception {
        ScriptedOrigin origin = echo();
        set("allow-list", "~bq yes");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Length: 3\r\n\r\n";
        RawClient client = client();
        assertThat(client.send(head + "yes").response().status()).isEqualTo(200);
        assertThat(client.send(head + "not").response().status()).isEqualTo(403);
    }

    @Test
    void aBlockedHostNeedNotExist() throws Exception {
        set("block-list", "/~d unknown.test/404");
        RawClient client = client().connect("unknown.test:80");
        assertThat(client.send("GET /x HTTP/1.1\r\nHost: unknown.test\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aHostThatIsMappedElsewhereNeedNotExist() throws Exception {
        ScriptedOrigin origin = echo();
        set("map-remote", "|http://unknown\\.test/|http://" + origin.authority() + "/there/");
        RawClient client = client().connect("unknown.test:80");
        assertThat(client.send("GET /x HTTP/1.1\r\nHost: unknown.test\r\n\r\n")
                        .response()
                        .text())
                .startsWith("GET /there/x ");
    }

    // ---- anticache, anticomp, sticky-auth

    @Test
    void conditionsAreRemoved() throws Exception {
        ScriptedOrigin origin = echo();
        proxy.options.set("anticache", "true");
        assertThat(got(
                                origin,
                                "/",
                                "If-None-Match: \"a\"",
                                "If-Modified-Since: x",
                                "If-Range: \"a\"",
                                "Range: bytes=0-1")
                        .text())
                .doesNotContain("If-", "Range");
        assertThat(got(origin, "/", "If-None-Match: \"a\"", "Cache-Control: only-if-cached")
                        .text())
                .contains("If-None-Match");
        assertThat(got(origin, "/", "Range: bytes=0-1").text()).contains("Range: bytes=0-1");
    }

    @Test
    void bodiesAreAskedForWithoutCompression() throws Exception {
        ScriptedOrigin origin = echo();
        proxy.options.set("anticomp", "true");
        assertThat(got(
                                origin,
                                "/",
                                "Accept-Encoding: gzip, br, dcb",
                                "Available-Dictionary: :x:",
                                "Dictionary-ID: \"a\"")
                        .text())
                .contains("Accept-Encoding: identity\r\n")
                .doesNotContain("ictionary");
        assertThat(got(origin, "/").text()).contains("Accept-Encoding: identity\r\n");
    }

    @Test
    void credentialsStayWithTheirOrigin() throws Exception {
        ScriptedOrigin origin = echo();
        ScriptedOrigin other = echo();
        set("sticky-auth", "~u sticky");
        assertThat(got(origin, "/", "Authorization: Basic YTpi").status()).isEqualTo(200);
        assertThat(got(origin, "/sticky").text()).contains("Authorization: Basic YTpi");
        assertThat(got(origin, "/").text()).doesNotContain("Authorization");
        assertThat(got(other, "/sticky").text()).doesNotContain("Authorization");
        await().until(() -> rules.list().get(0).tally().hits() == 1);
    }

    // ---- sticky-cookie

    private ScriptedOrigin answering(String fields, byte[] body) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
    }

    @Test
    void cookiesOfAServerAreSentAgain() throws Exception {
        ScriptedOrigin origin = echo();
        ScriptedOrigin other = answering(
                "Set-Cookie: b=; Max-Age=0\r\nSet-Cookie: deep=1; Path=/deep\r\nSet-Cookie: s=1; Secure\r\n"
                        + "Set-Cookie: old=1; Expires=Thu, 01-Jan-1970 00:00:10 GMT\r\nSet-Cookie: x=1; Domain=other.example\r\n",
                new byte[1]);
        set("sticky-cookie", "~u sticky");
        got(origin, "/");
        assertThat(got(origin, "/sticky").text()).contains("Cookie: sid=1; b=2\r\n");
        assertThat(got(origin, "/").text()).doesNotContain("\nCookie");
        assertThat(got(origin, "/sticky", "Cookie: a=0; sid=0").text()).contains("Cookie: a=0; sid=1; b=2\r\n");
        got(other, "/"); // cookies ignore ports
        assertThat(got(origin, "/sticky").text()).contains("Cookie: sid=1\r\n");
    }
}
