package dev.steno.rule.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.FilterParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReachTest {

    private static void atRequest(String filter) {
        FilterReach.check(FilterParser.parse(filter), true, false, "block-list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~c 500",
                "!~c 500",
                "~s",
                "~e",
                "~u x & ~c 500",
                "~hs x",
                "~ts json",
                "~bs x",
                "!(~c 500 | ~c 404)",
                "~tcp",
                "~websocket",
                "duration > 1s",
                "!~q"
            })
    void whatDependsOnTheResponseNeverMatchesARequest(String filter) {
        assertThatThrownBy(() -> atRequest(filter))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("can never match: block-list decides at the request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~u x", "~q", "!~s", "~u x | ~c 500", "!~u x", "~b x", "~h x", "~http", "~bq x", "!~tcp"})
    void whatARequestTellsMayMatch(String filter) {
        assertThatCode(() -> atRequest(filter)).doesNotThrowAnyException();
    }

    @Test
    void theReasonNamesThePart() {
        assertThatThrownBy(() -> atRequest("~u x & ~c 500"))
                .hasMessageContaining("when")
                .hasMessageContaining("500");
    }

    @Test
    void responsesHaveAStatus() {
        assertThat(FilterReach.canMatch(FilterParser.parse("~c 500"), true)).isTrue();
        assertThat(FilterReach.canMatch(FilterParser.parse("~q"), true)).isFalse();
    }
}
