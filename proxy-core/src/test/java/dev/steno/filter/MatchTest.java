package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MatchTest {

    @Property
    void negationIsItsOwnInverse(@ForAll Match a) {
        assertThat(a.not().not()).isEqualTo(a);
    }

    @Property
    void deMorganHolds(@ForAll Match a, @ForAll Match b) {
        assertThat(a.and(b).not()).isEqualTo(a.not().or(b.not()));
        assertThat(a.or(b).not()).isEqualTo(a.not().and(b.not()));
    }

    @Property
    void bothJunctionsCommuteAssociateAndAbsorb(@ForAll Match a, @ForAll Match b, @ForAll Match c) {
        assertThat(a.and(b)).isEqualTo(b.and(a));
        assertThat(a.or(b)).isEqualTo(b.or(a));
        assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
        assertThat(a.or(b).or(c)).isEqualTo(a.or(b.or(c)));
        assertThat(a.and(b.or(c))).isEqualTo(a.and(b).or(a.and(c)));
        assertThat(a.and(a.or(b))).isEqualTo(a);
    }

    /**
     * The defining property of Kleene's logic: a definite answer given while an operand is unknown holds for every
     * value of that operand.
     */
    @Property
    void anAnswerGivenEarlyIsNeverTakenBack(@ForAll Match a, @ForAll Match b, @ForAll boolean turnsOut) {
        Match known = a == Match.UNKNOWN ? Match.of(turnsOut) : a;
        if (a.and(b) != Match.UNKNOWN) {
            assertThat(known.and(b)).isEqualTo(a.and(b));
        }
        if (a.or(b) != Match.UNKNOWN) {
            assertThat(known.or(b)).isEqualTo(a.or(b));
        }
    }
}
