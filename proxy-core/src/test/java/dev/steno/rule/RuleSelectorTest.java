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
                random.nextBoolean() ? Headers.of("Host", WORDS[random.nextInt(4)] + ":80") : Headers.EMPTY,
                null,
                Body.NONE,
                1,
                1);
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 1), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                1, 1, FlowState.OPEN, 1, Times.UNSET, client, null, request, null, List.of(), null, Notes.NONE, null);
    }

    private static String filter(Random random, int depth) {
        String word = WORDS[random.nextInt(WORDS.length)];
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> "~u '" + word + "'";
            case 1 -> "~d " + word;
            case 2 -> "host = '" + word + "'";
            case 3 -> "path ~ '" + word + ".*" + WORDS[random.nextInt(WORDS.length)] + "'";
            case 4 -> "~u '(" + word + "|" + WORDS[random.nextInt(WORDS.length)] + ")'";
            case 5 -> "~m get";
            case 6 -> "!(" + filter(random, depth - 1) + ")";
            case 7 -> "(" + filter(random, depth - 1) + ") | (" + filter(random, depth - 1) + ")";
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
                rules.add(Rule.of("r" + i, RuleKind.BLOCK_LIST, "#" + filter(random, 3) + "#404", "test"));
            }
            RuleSelector selector = new RuleSelector(rules);
            for (int i = 0; i < 40; i++) {
                HttpFlow flow = flow(random);
                List<Rule> expected = rules.stream()
                        .filter(rule -> rule.filter().test(flow, ContentSource.NONE) == Match.YES)
                        .toList();
                assertThat(selector.matching(flow)).isEqualTo(expected);
                found += expected.size();
            }
        }
        assertThat(found).isGreaterThan(1000);
    }
}
