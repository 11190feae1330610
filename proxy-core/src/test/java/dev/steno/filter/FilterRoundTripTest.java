package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterRoundTripTest {
    private static final List<Flow> FLOWS = List.of(
            SampleFlows.api(),
            SampleFlows.login(),
            SampleFlows.refused(),
            SampleFlows.image(),
            SampleFlows.tunnel(),
            SampleFlows.http(6, FlowState.OPEN, SampleFlows.request("GET", "a.test", "/"), null));

    @Property(tries = 2000)
    void whatIsPrintedIsReadAsTheSame(@ForAll("filters") Filter filter) {
        assertThat(FilterParser.parse(filter.toString())).isEqualTo(filter);
    }

    @Property(tries = 500)
    void negationTurnsEveryAnswerAround(@ForAll("filters") Filter filter) {
        for (Flow flow : FLOWS) {
            Match match = filter.test(flow, ContentSource.NONE);
            assertThat(new Filter.Not(filter).test(flow, ContentSource.NONE)).isEqualTo(match.not());
        }
    }

    @Property(tries = 500)
    void junctionsAnswerAsKleeneSaysWhateverTheirOrder(@ForAll("filters") Filter a, @ForAll("filters") Filter b) {
        for (Flow flow : FLOWS) {
            Match one = a.test(flow, ContentSource.NONE);
            Match two = b.test(flow, ContentSource.NONE);
            assertThat(new Filter.And(List.of(a, b)).test(flow, ContentSource.NONE))
                    .isEqualTo(one.and(two));
            assertThat(new Filter.Or(List.of(b, a)).test(flow, ContentSource.NONE))
                    .isEqualTo(one.or(two));
        }
    }

    /**
     * A definite answer about an open flow holds for every later revision, except for marks, errors and states, which
     * may change.
     */
    @Property(tries = 1000)
    void anAnswerAboutAnOpenFlowOutlivesItsResponse(@ForAll("lasting") Filter filter) {
        var request = SampleFlows.request("GET", "api.example.com", "/v1/users?type=json");
        Match early = filter.test(SampleFlows.http(1, FlowState.OPEN, request, null), ContentSource.NONE);
        if (early != Match.UNKNOWN) {
            assertThat(filter.test(SampleFlows.api(), ContentSource.NONE)).isEqualTo(early);
        }
    }

    @Provide
    Arbitrary<Filter> filters() {
        return nested(leaf(
                Stream.of(Flag.values()).toList(), Stream.of(TextField.values()).toList()));
    }

    @Provide
    Arbitrary<Filter> lasting() {
        return nested(leaf(
                List.of(Flag.ASSET, Flag.HTTP, Flag.TCP),
                Stream.of(TextField.values())
                        .filter(field -> field != TextField.STATE)
                        .toList()));
    }

    private static Arbitrary<Filter> nested(Arbitrary<Filter> leaf) {
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.map(Filter.Not::new),
                        inner.list().ofMinSize(2).ofMaxSize(3).map(Filter.And::new),
                        inner.list().ofMinSize(2).ofMaxSize(3).map(Filter.Or::new)),
                0,
                3);
    }

    private static Arbitrary<Filter> leaf(List<Flag> flags, List<TextField> texts) {
        Arbitrary<Filter> flag = Arbitraries.of(flags).map(Filter.Is::new);
        Arbitrary<Filter> regex =
                Combinators.combine(Arbitraries.of(texts), regexes()).as(Filter.Matches::of);
        List<TextField> named = texts.stream()
                .filter(field -> field.label() != null && !field.isOnlySearched())
                .filter(field -> FilterGrammar.choices(field).isEmpty())
                .toList();
        Arbitrary<Filter> equal = Combinators.combine(
                        Arbitraries.of(named), Arbitraries.strings().ofMaxLength(6))
                .as(Filter.Equals::new);
        return Arbitraries.oneOf(List.of(flag, regex, equal, compare(), Arbitraries.just(Filter.ALL)));
    }

    private static Arbitrary<String> regexes() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "api",
                        "GET",
                        ".",
                        "^$",
                        "a|b",
                        "\\d+",
                        "(json|png)",
                        "it's \"so\"",
                        "",
                        "~x",
                        "a\\\\b",
                        "[^/]+$"),
                Arbitraries.strings().ascii().ofMaxLength(5).map(com.google.re2j.Pattern::quote),
                Arbitraries.of("and", "OR", "not", "a&&b", "||", "=", "<b>", "!="));
    }

    private static Arbitrary<Filter> compare() {
        Arbitrary<Relation> relations = Arbitraries.of(Relation.class);
        Arbitrary<Long> small = Arbitraries.longs().between(0, 999_999_999);
        Arbitrary<Long> large = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<Long> instants = Arbitraries.longs().between(-6_000_000_000_000_000_000L, Long.MAX_VALUE);
        return Arbitraries.of(NumberField.class).flatMap(field -> {
            Arbitrary<Long> values = switch (field) {
                case ID, STATUS, PORT, REPLAY_OF -> small;
                case SIZE, REQUEST_SIZE -> large;
                case DURATION -> Arbitraries.oneOf(large, small.map(n -> n * 1_000_000_000L));
                case STARTED -> instants;
            };
            return Combinators.combine(relations, values)
                    .as((relation, value) -> new Filter.Compare(field, relation, value));
        });
    }
}
