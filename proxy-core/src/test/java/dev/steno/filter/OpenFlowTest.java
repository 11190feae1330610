package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFlowTest {
    private static final HttpRequest REQUEST = SampleFlows.request("POST", "api.example.com", "/v1");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "~c 200, UNKNOWN",
        "!~c 200, UNKNOWN",
        "status >= 500, UNKNOWN",
        "~hs nginx, UNKNOWN",
        "~ts json, UNKNOWN",
        "~t json, UNKNOWN",
        "type = application/json, UNKNOWN",
        "~a, UNKNOWN",
        "~h nginx, UNKNOWN",
        "~h x-token, YES",
        "~hq nginx, NO",
        "~bs x, UNKNOWN",
        "~b x, UNKNOWN",
        "size > 10, UNKNOWN",
        "duration > 1s, UNKNOWN",
        "~q, YES",
        "~s, NO",
        "~e, NO",
        "error ~ x, NO",
        "state = open, YES",
        "~marked, NO",
        "~u v1, YES",
        "~u v2, NO",
        "~u v2 & ~c 200, NO",
        "~u v1 & ~c 200, UNKNOWN",
        "~u v1 | ~c 200, YES",
        "~u v2 | ~c 200, UNKNOWN"
    })
    void beforeItsResponseAnOpenFlowLeavesOpenWhatTheResponseDecides(String expression, Match match) {
        assertThat(test(expression, open(REQUEST, null))).isEqualTo(match);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"~c 200", "status >= 500", "~hs nginx", "~ts json", "~a", "~h nginx", "~bs x", "size > 10", "type = a/b"
    })
    void aFlowThatEndedWithoutAResponseLacksItForGood(String expression) {
        Flow failed = SampleFlows.refused();
        assertThat(test(expression, failed)).isEqualTo(Match.NO);
        assertThat(test("!" + expression, failed)).isEqualTo(Match.YES);
        assertThat(test(expression, open(REQUEST, null).interrupted())).isEqualTo(Match.NO);
    }

    @Test
    void aRequestBodyUnderWayMayStillHoldWhatIsLookedFor() {
        HttpRequest head = new HttpRequest(
                "POST", "https", "h", 443, "/", "HTTP/1.1", REQUEST.headers(), null, Body.NONE, 1, Times.UNSET);
        assertThat(test("~bq token", open(head, null))).isEqualTo(Match.UNKNOWN);
        assertThat(test("reqsize < 5", open(head, null))).isEqualTo(Match.UNKNOWN);

        HttpRequest some = head.withBody(SampleFlows.inline("a token"));
        assertThat(test("~bq token", open(some, null))).isEqualTo(Match.YES);
        assertThat(test("~bq other", open(some, null))).isEqualTo(Match.UNKNOWN);
        assertThat(test("reqsize < 5", open(some, null))).isEqualTo(Match.NO);

        HttpRequest whole = some.ended(some.body(), null, 5);
        assertThat(test("~bq other", open(whole, null))).isEqualTo(Match.NO);
        assertThat(test("reqsize = 7", open(whole, null))).isEqualTo(Match.YES);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "size > 99, YES",
        "size > 100, UNKNOWN",
        "size >= 100, YES",
        "size >= 101, UNKNOWN",
        "size < 100, NO",
        "size < 101, UNKNOWN",
        "size <= 99, NO",
        "size <= 100, UNKNOWN",
        "size = 99, NO",
        "size = 100, UNKNOWN",
        "size != 99, YES"
    })
    void aSizeThatGrowsIsDecidedAsSoonAsItCanBe(String expression, Match match) {
        HttpResponse begun = new HttpResponse(
                "HTTP/1.1", 200, "OK", REQUEST.headers(), null, new Body.Stored(1, 100, 100, false), 1, Times.UNSET);
        assertThat(test(expression, open(REQUEST, begun))).isEqualTo(match);
    }

    @Test
    void whatNoOtherRevisionCanChangeIsSaidAtOnce() {
        HttpFlow answered = open(REQUEST, SampleFlows.json());
        assertThat(test("~c 200", answered)).isEqualTo(Match.YES);
        assertThat(test("~c 404", answered)).isEqualTo(Match.NO);
        assertThat(test("~bs grace", answered)).isEqualTo(Match.YES);
        assertThat(test("~bs nobody", answered)).isEqualTo(Match.NO);
    }

    @Test
    void anOpenStreamGrows() {
        Flow stream = SampleFlows.tunnel(FlowState.OPEN, 0);
        assertThat(test("size > 1000", stream)).isEqualTo(Match.YES);
        assertThat(test("size > 2000", stream)).isEqualTo(Match.UNKNOWN);
        assertThat(test("reqsize = 517", stream)).isEqualTo(Match.UNKNOWN);
        assertThat(test("~b x", stream)).isEqualTo(Match.UNKNOWN);
        assertThat(test("~c 200", stream)).isEqualTo(Match.NO);
        assertThat(test("port = 993", stream)).isEqualTo(Match.YES);
    }

    private static HttpFlow open(HttpRequest request, HttpResponse response) {
        return SampleFlows.http(7, FlowState.OPEN, request, response);
    }

    private static Match test(String expression, Flow flow) {
        return FilterParser.parse(expression).test(flow, ContentSource.NONE);
    }
}
