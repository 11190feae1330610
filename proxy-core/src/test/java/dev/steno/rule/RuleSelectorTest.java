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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index of rules finds exactly the rules whose filters match. */
class RuleSelectorTest {
    private static final String[] WORDS = {
        "ads", "Example", "co", "site.org", "a", "\u00e4rger", "js", "login", "12", "/x/"
    };

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
