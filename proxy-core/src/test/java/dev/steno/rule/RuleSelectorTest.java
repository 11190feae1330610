package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.rule.spec.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index of rules finds exactly the rules whose filters match. */
class RuleSelectorTest {
    private static final String[] WORDS = {
        "ads", "Example", "co", "site.org", "a", "\u00e4rger", "js", "login", "12", "/x/"
    };

    /** Texts whose lower and upper case differ in unusual ways, as values and in filters. */
    private static final String[] UNUSUAL = {
        "\u00c4RGER",
        "stra\u00dfe",
        "\u0130stanbul",
        "k\u0131sa",
        "\u212aelvin",
        "\u017fecret",
        "\u00ffx\u0178",
        "\ud801\udc00abc",
        "\ud801\udc28abc",
        "\u00b5m-\u03bc",
        "\u00e9t\u00e9\u00a0",
        "\u1e9e-x",
        "LOGIN",
        "\u03c3\u03c2\u03a3",
        "dz\u01c5\u01c6"
    };

    private static String text(Random random) {
        String[] texts = random.nextInt(3) == 0 ? UNUSUAL : WORDS;
        return texts[random.nextInt(texts.length)];
    }

    /** An expression in which a text may occur in many ways. */
    private static String expression(Random random) {
        String text = text(random);
        String other = text(random);
        return switch (random.nextInt(12)) {
            case 0 -> text + "|" + other;
            case 1 -> "^[a-z-]+: " + text;
            case 2 -> "(?-i)" + text;
            case 3 -> text + "?" + other;
            case 4 -> "(" + text + "){2}";
            case 5 -> "(?:" + text + "|" + other + "|x)" + text(random) + "*";
            case 6 -> text.toUpperCase(java.util.Locale.ROOT) + "$";
            case 7 -> "[" + text.charAt(0) + "x]" + text.substring(1);
            case 8 -> "\\b" + text + "\\b";
            case 9 -> text + ".{0,9}" + other;
            case 10 -> text.toLowerCase(java.util.Locale.ROOT);
            default -> text;
        };
    }

    private static final List<String> SEARCHED = List.of(
            "~u",
            "~m",
            "~d",
            "~h",
            "~hq",
            "~hs",
            "~t",
            "~tq",
            "~ts",
            "~src",
            "~dst",
            "~meta",
            "~comment",
            "~marker",
            "~rule");

    private static final List<String> COMPARED = List.of(
            "host", "path", "query", "cookie", "type", "url", "method", "client", "state", "mode", "comment", "mark");

    private static String unusualFilter(Random random, int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            String one = unusualFilter(random, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "!(" + one + ")";
                case 1 -> "(" + one + ") | (" + unusualFilter(random, depth - 1) + ")";
                default -> "(" + one + ") & (" + unusualFilter(random, depth - 1) + ")";
            };
        }
        return random.nextInt(3) == 0
                ? COMPARED.get(random.nextInt(COMPARED.size())) + (random.nextBoolean() ? " = '" : " != '")
                        + text(random) + "'"
                : SEARCHED.get(random.nextInt(SEARCHED.size())) + " '" + expression(random) + "'";
    }

    private static Headers unusualHeaders(Random random) {
        Headers headers = Headers.EMPTY;
        String[] names = {"Host", "cookie", "cookie", "Content-Type", "X-Ads", "set-cookie", "X-A", ":authority"};
        for (int i = random.nextInt(6); i > 0; i--) {
            String value = text(random) + (random.nextBoolean() ? "=" : " ") + text(random);
            headers = headers.with(names[random.nextInt(names.length)], value);
        }
        return headers;
    }

    private static HttpFlow unusualFlow(Random random) {
        HttpFlow flow = flow(random);
        HttpRequest request = new HttpRequest(
                random.nextInt(5) == 0 ? "CONNECT" : text(random),
                random.nextBoolean() ? "http" : "https",
                text(random) + "." + text(random),
                random.nextInt(1, 65536),
                random.nextInt(5) == 0 ? "" : "/" + text(random) + "?" + text(random),
                random.nextBoolean() ? "HTTP/2.0" : "HTTP/1.1",
                unusualHeaders(random),
                null,
                Body.NONE,
                1,
                random.nextBoolean() ? Times.UNSET : 1);
        flow = flow.withRequest(request);
        HttpResponse response = flow.response();
        return response == null ? flow : flow.withResponse(response.withHeaders(unusualHeaders(random)));
    }

    private static List<String> specs(List<Rule> rules) {
        return rules.stream().map(Rule::spec).toList();
    }

    @Test
    void theIndexFindsWhatTheFiltersMatchAlsoInUnusualTexts() {
        Random random = new Random(16);
        int found = 0;
        for (int round = 0; round < 30; round++) {
            List<Rule> rules = new ArrayList<>();
            while (rules.size() < 60) {
                try {
                    rules.add(Rule.of(
                            "r" + rules.size(),
                            RuleKind.MODIFY_HEADERS,
                            "#" + unusualFilter(random, 3) + "#X-Found#1",
                            "test"));
                } catch (RuleException e) {
                    assertThat(e).hasMessageNotContaining("internal"); // an expression such as one that cannot match
                }
            }
            RuleSelector selector = new RuleSelector(rules);
            List<RuleSelector> single =
                    rules.stream().map(rule -> new RuleSelector(List.of(rule))).toList();
            for (int i = 0; i < 40; i++) {
                HttpFlow flow = unusualFlow(random);
                List<Rule> expected = single.stream()
                        .flatMap(one -> one.matching(flow).stream())
                        .toList();
                assertThat(specs(selector.matching(flow))).as("%s", flow).isEqualTo(specs(expected));
                assertThat(selector.possible(flow)).containsAll(expected);
                found += expected.size();
            }
        }
        assertThat(found).isGreaterThan(1000);
    }

    private static HttpFlow flow(Random random) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(WORDS[random.nextInt(WORDS.length)]);
        }
        String host = WORDS[random.nextInt(4)] + "." + WORDS[random.nextInt(4)];
        HttpRequest request = new HttpRequest(
                random.nextInt(9) == 0 ? "CONNECT" : "GET",
                "http",
                host,
                80,
                path.toString(),
                "HTTP/1.1",
                random.nextBoolean() ? headers(random, "Host", "Cookie") : Headers.EMPTY,
                null,
                Body.NONE,
                1,
                1);
        HttpResponse response = random.nextBoolean()
                ? null
                : new HttpResponse(
                        "HTTP/1.1", 200, "OK", headers(random, "Server", "Set-Cookie"), null, Body.NONE, 1, 1);
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 1), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                1,
                1,
                FlowState.OPEN,
                1,
                Times.UNSET,
                client,
                null,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    private static Headers headers(Random random, String first, String cookie) {
        return Headers.of(
                first,
                WORDS[random.nextInt(4)] + ":80",
                "Content-Type",
                "text/" + WORDS[random.nextInt(WORDS.length)],
                "X-" + WORDS[random.nextInt(3)],
                WORDS[random.nextInt(WORDS.length)],
                cookie,
                WORDS[random.nextInt(3)] + "=" + WORDS[random.nextInt(WORDS.length)]);
    }

    private static String filter(Random random, int depth) {
        String word = WORDS[random.nextInt(WORDS.length)];
        return switch (random.nextInt(depth == 0 ? 13 : 18)) {
            case 0 -> "~u '" + word + "'";
            case 1 -> "~d " + word;
            case 2 -> "host = '" + word + "'";
            case 3 -> "path ~ '" + word + ".*" + WORDS[random.nextInt(WORDS.length)] + "'";
            case 4 -> "~u '(" + word + "|" + WORDS[random.nextInt(WORDS.length)] + ")'";
            case 5 -> "~m get";
            case 6 -> "~hq '" + word + "'";
            case 7 -> "~hs '^server: " + word + "|^x-.*" + word + "$'";
            case 8 -> "~h '" + word + "'";
            case 9 -> "cookie = '" + word + "=login'";
            case 10 -> "~t '" + word + "'";
            case 11 -> "type = 'TEXT/" + word + "'";
            case 12 -> "~src 127.0.0." + random.nextInt(1, 3);
            case 13 -> "!(" + filter(random, depth - 1) + ")";
            case 14 -> "(" + filter(random, depth - 1) + ") | (" + filter(random, depth - 1) + ")";
            default -> "(" + filter(random, depth - 1) + ") & (" + filter(random, depth - 1) + ")";
        };
    }

    @Test
    void theIndexFindsWhatTheFiltersMatch() {
        Random random = new Random(75);
        int found = 0;
        for (int round = 0; round < 50; round++) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                rules.add(Rule.of("r" + i, RuleKind.MODIFY_HEADERS, "#" + filter(random, 3) + "#X-Found#1", "test"));
            }
            RuleSelector selector = new RuleSelector(rules);
            for (int i = 0; i < 40; i++) {
                HttpFlow flow = flow(random);
                List<Rule> expected = rules.stream()
                        .filter(rule -> rule.filter().test(flow, ContentSource.NONE) == Match.YES)
                        .toList();
                assertThat(selector.matching(flow)).isEqualTo(expected);
                assertThat(selector.possible(flow)).containsAll(expected);
                found += expected.size();
            }
        }
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void ofManyRulesOneThatNeedsABodyMayMatchOnlyIfItsTextsAreThere() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rules.add(Rule.of("r" + i, RuleKind.MODIFY_BODY, "#~hq x-test-" + i + "- & ~bq word#a#b", "test"));
        }
        HttpFlow flow = flow(new Random(1));
        RuleSelector selector = new RuleSelector(rules);
        assertThat(selector.possible(flow)).isEmpty();
        assertThat(selector.possible(flow.withRequest(flow.request().withHeaders(Headers.of("X-Test-7-", "")))))
                .isEmpty();
        assertThat(selector.possible(flow.withRequest(post("X-Test-7-")))).isNotEmpty();
        assertThat(selector.possible(flow.withRequest(post("X-Test-77-")))).isEmpty();
    }

    /** A request whose body has not arrived. */
    private static HttpRequest post(String field) {
        return new HttpRequest(
                "POST",
                "http",
                "site.org",
                80,
                "/",
                "HTTP/1.1",
                Headers.of(field, ""),
                null,
                Body.NONE,
                1,
                Times.UNSET);
    }
}
