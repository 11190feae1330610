package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static final Map<String, Flow> FLOWS = Map.of(
            "api", SampleFlows.api(),
            "login", SampleFlows.login(),
            "refused", SampleFlows.refused(),
            "image", SampleFlows.image(),
            "tunnel", SampleFlows.tunnel());
    private static final List<String> ORDER = List.of("api", "login", "refused", "image", "tunnel");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                // letters without an argument
                "~all; api login refused image tunnel",
                "~q; refused",
                "~s; api login image",
                "~e; refused",
                "~a; image",
                "~http; api login refused image",
                "~tcp; tunnel",
                "~udp; -",
                "~dns; -",
                "~websocket; -",
                "~marked; refused",
                "~replay; refused",
                "~replayq; refused",
                "~replays; -",
                // lists
                "method in (PUT, post); login",
                "method in (GET POST); api login refused image",
                "method in ( 'GET' ,); api refused image",
                "method in(get)&status in(200,404); api image",
                "status in (404, 5xx); login",
                "!status in (200, 5xx); refused tunnel",
                "size in (2mb, 3 mb); image",
                "id in (3, 5) | port in (8000); login refused tunnel",
                "state in (failed, open); refused",
                // names of columns
                "id > 3; image tunnel",
                "client = 127.0.0.1:51234; api login refused image tunnel",
                "server ~ ^mail; tunnel",
                "domain = shop.test; login",
                "reqtype ~ form; login",
                "contenttype ~ ^application/json; api",
                "step = connect; refused",
                "step != connect; api login image tunnel",
                "replay = request; refused",
                // letters with a regular expression
                "~u users; api",
                "~u ^https://; api refused image",
                "~u mail.test:993; tunnel",
                "~m post; login",
                "~m GET; api refused image",
                "~d example.com; api",
                "~d shop; login",
                "~d ^shop.test$; login",
                "~d 10.0.0.7; login",
                "~d mail; tunnel",
                "~c 200; api image",
                "~c 5xx; login",
                "~c 2XX; api image",
                "~c 20; -",
                "~h x-token; api refused image",
                "~h ^server:; api login image",
                "~hq ^server:; -",
                "~hq 'Host: shop'; login",
                "~hs nginx$; api login image",
                "~hq s3cret$; api refused image",
                "~t json; api",
                "~t form; login",
                "~tq form; login",
                "~ts form; -",
                "~ts ^image/; image",
                "~b ada; api login",
                "~bq password=; login",
                "~bs password=; -",
                "~bs grace; api",
                "~bs h1.*busy; login",
                "~src 127.0.0.1:51234; api login refused image tunnel",
                "~dst :443$; api refused image",
                "~dst mail; tunnel",
                "~marker RED; refused",
                "~marker .; refused",
                "~comment ^later$; refused",
                "~meta 'ticket: A-17$'; refused",
                "~meta ^owner; refused",
                "~rule ^ads; refused",
                "rule = slow; refused",
                "rule = !slow; refused",
                "rule = ads; -",
                // a bare word
                "users; api",
                "'mail.test'; tunnel",
                // not, and, or
                "!~s; refused tunnel",
                "~s & ~m get; api image",
                "~e | ~tcp; refused tunnel",
                "! ~e & !~tcp; api login image",
                "~q | ~s & ~c 200; api refused image",
                "(~q | ~s) & ~c 200; api image",
                "~s ~c 200 | ~c 503 ~m get; api image",
                "!!~e; refused",
                // names
                "host ~ \"example\"; api",
                "host = API.example.com; api",
                "host != api.example.com; login refused image tunnel",
                "host !~ test; api login",
                "method = get; api refused image",
                "url ~ users; api",
                "path = /login; login",
                "path ~ ^/logo; refused image",
                "scheme = https; api refused image",
                "scheme != https; login tunnel",
                "scheme = tls; tunnel",
                "scheme = mqtt; -",
                "scheme ~ ^t; tunnel",
                "scheme in (http, tls); login tunnel",
                "port = 443; api refused image",
                "port > 443; login tunnel",
                "status >= 500; login",
                "status = 2xx; api image",
                "status != 2xx; login refused tunnel",
                "status != 200; login refused tunnel",
                "status < 503; api image",
                "type = application/json; api",
                "type = image/png; image",
                "type ~ charset; -",
                "size > 1mb; image",
                "size > 1.9mib; image",
                "size >= 2000kb; image",
                "size = 2 mb; image",
                "size <= 1234; api login tunnel",
                "size = 0; -",
                "reqsize = 26; login",
                "reqsize > 500b; tunnel",
                "duration > 200ms; api login refused image tunnel",
                "duration = 0.25s; api login refused image",
                "duration >= 1min; tunnel",
                "error ~ refused; refused",
                "error !~ refused; api login image tunnel",
                "state = failed; refused",
                "state != complete; refused",
                "kind = tcp; tunnel",
                "kind = HTTP; api login refused image",
                "mark = red; refused",
                "mark = ''; api login image tunnel",
                "comment ~ look; refused",
                "started = 2026-03-01T12:00:00Z; api login refused image tunnel",
                "started < 2026-03-01T13:00:00+01:00; -",
                "started > -10min; -",
                "started > 2026-02-28; api login refused image tunnel",
                "host~\"example\"; api",
                "status>=500; login",
                "status>=500&size<100; login",
                "host ~ example & status >= 200 & size > 1; api",
                "~m get host=cdn.test; image",
                "body ~ ada; api login",
                "reqbody ~ password=; login",
                "resbody ~ password=; -",
                "resbody:grace; api",
                "header ~ ^server:; api login image",
                "reqheader ~ ^server:; -",
                "resheader !~ ^server:; refused tunnel",
                "query = type=json; api",
                "query ~ ^type; api",
                "query ~ users; -",
                "query ~ ''; api",
                // words between terms
                "not ~e and not ~tcp; api login image",
                "status=200 or status=503; api login image",
                "status == 200 && host ~ example || ~e; api refused",
                "status:5xx; login",
                "status not in (200, 404); login refused tunnel",
                "users and json; api",
            })
    void anExpressionSelectsTheFlowsItDescribes(String expression, String names) {
        Filter filter = FilterParser.parse(expression);
        assertThat(selected(filter)).isEqualTo(names.equals("-") ? "" : names);
        assertThat(FilterParser.parse(filter.toString())).as(filter.toString()).isEqualTo(filter);
    }

    @Test
    void cookiesAreThoseSentAndThoseSet() {
        HttpRequest request = SampleFlows.request("GET", "a.test", "/");
        request = new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                request.path(),
                request.version(),
                Headers.of("Cookie", "sid=1; theme=dark", "cookie", "lang=en"),
                null,
                request.body(),
                request.started(),
                request.ended());
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                "",
                Headers.of("Set-Cookie", "seen=yes; Path=/; HttpOnly", "Set-Cookie", "x"),
                null,
                Body.NONE,
                SampleFlows.BEGAN,
                SampleFlows.BEGAN);
        Flow flow = SampleFlows.http(7, FlowState.COMPLETE, request, response);
        for (String found :
                List.of("= sid=1", "= theme=dark", "= lang=en", "~ ^seen=", "= SEEN=yes", "= x", "~ dark$")) {
            assertThat(FilterParser.parse("cookie " + found).test(flow, ContentSource.NONE))
                    .as(found)
                    .isEqualTo(Match.YES);
        }
        for (String missed : List.of("~ HttpOnly", "~ 'sid=1;'", "= sid", "= theme", "~ ^dark")) {
            assertThat(FilterParser.parse("cookie " + missed).test(flow, ContentSource.NONE))
                    .as(missed)
                    .isEqualTo(Match.NO);
        }
        Flow open = SampleFlows.http(8, FlowState.OPEN, request, null);
        assertThat(FilterParser.parse("cookie ~ seen").test(open, ContentSource.NONE))
                .isEqualTo(Match.UNKNOWN);
        assertThat(FilterParser.parse("cookie ~ sid").test(open, ContentSource.NONE))
                .isEqualTo(Match.YES);
    }

    @Test
    void everyFlowIsOfAll() {
        assertThat(selected(Filter.ALL)).isEqualTo(String.join(" ", ORDER));
        assertThat(FilterParser.parse("~all")).isEqualTo(Filter.ALL);
        assertThat(FilterParser.parseOrAll("  ")).isEqualTo(Filter.ALL);
        assertThat(FilterParser.parseOrAll("~e")).isEqualTo(new Filter.Is(Flag.ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "~all, false, false",
        "~u x, false, false",
        "~bq x, true, false",
        "~bs x, false, true",
        "~b x, true, true",
        "~u x & !(~e | ~bs y), false, true",
        "~bq x ~bs y, true, true",
        "size > 1, false, false"
    })
    void aFilterTellsWhetherBodiesMatter(String expression, boolean request, boolean response) {
        Filter filter = FilterParser.parse(expression);
        assertThat(filter.needsRequestBody()).isEqualTo(request);
        assertThat(filter.needsResponseBody()).isEqualTo(response);
        assertThat(filter.needsBody()).isEqualTo(request || response);
    }

    private static String selected(Filter filter) {
        return ORDER.stream()
                .filter(name -> filter.test(FLOWS.get(name), ContentSource.NONE) == Match.YES)
                .collect(Collectors.joining(" "));
    }

    @Test
    void theNumberOfAFlowOfASharedStoreIsWrittenWithItsRecorder() throws Exception {
        Filter filter = FilterParser.parse("id = 17.2041");
        assertThat(filter).isEqualTo(new Filter.Compare(NumberField.ID, Relation.EQ, FlowNumber.of(17, 2041)));
        assertThat(filter).hasToString("id = 17.2041");
        assertThat(FilterParser.parse("id >= 1099511627775")).hasToString("id >= 1099511627775");
    }
}
