package dev.steno.interop.tnetstring;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generated items of every type, with nesting. */
final class TnetArbitraries {
    private TnetArbitraries() {}

    static Arbitrary<TnetValue> values() {
        return Arbitraries.recursive(TnetArbitraries::leaves, TnetArbitraries::nested, 0, 4);
    }

    private static Arbitrary<TnetValue> nested(Arbitrary<TnetValue> items) {
        return Arbitraries.oneOf(
                items.list().ofMaxSize(4).map(TnetValue.Sequence::new),
                Arbitraries.maps(texts(), items).ofMaxSize(4).map(TnetValue.Dictionary::new),
                leaves());
    }

    private static Arbitrary<TnetValue> leaves() {
        return Arbitraries.oneOf(
                Arbitraries.just(TnetValue.NULL),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(TnetValue.Bytes::new),
                texts().map(TnetValue.Text::new),
                Arbitraries.longs().map(value -> new TnetValue.Int(BigInteger.valueOf(value))),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60))
                        .map(TnetValue.Int::new),
                doubles().map(TnetValue.Real::new),
                Arbitraries.of(true, false).map(TnetValue.Bool::new));
    }

    /** Doubles of every size, including those at which the notation changes. */
    static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(value -> !Double.isNaN(value)),
                Arbitraries.longs()
                        .between(-4_000_000_000_000_000L, 4_000_000_000_000_000L)
                        .map(micros -> micros / 1e6),
                Arbitraries.of(
                        0.0, -0.0, 1e-4, 9.9e-5, 1e15, 1e16, 123456789012345680.0, Double.MIN_VALUE, Double.NaN));
    }

    private static Arbitrary<String> texts() {
        Arbitrary<Character> characters = Arbitraries.chars().filter(c -> !Character.isSurrogate(c));
        return characters.list().ofMaxSize(20).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
    }
}
