package dev.steno.codec;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generated parts of traffic. */
final class WireArbitraries {
    private WireArbitraries() {}

    /** Wire strings with every byte value, including the empty string. */
    static Arbitrary<String> strings() {
        Arbitrary<String> anyBytes =
                Arbitraries.strings().withCharRange((char) 0, (char) 0xFF).ofMaxLength(40);
        Arbitrary<String> ascii = Arbitraries.strings().ascii().ofMaxLength(300);
        return Arbitraries.oneOf(anyBytes, ascii, Arbitraries.just(""));
    }

    /** Texts of people in every script, including characters beyond the basic plane, without unpaired surrogates. */
    static Arbitrary<String> texts() {
        Arbitrary<Integer> codePoint = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7F),
                Arbitraries.integers().between(0x80, 0xD7FF),
                Arbitraries.integers().between(0xE000, 0xFFFF),
                Arbitraries.integers().between(0x10000, Character.MAX_CODE_POINT));
        return codePoint.list().ofMaxSize(20).map(WireArbitraries::string);
    }

    private static String string(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Times and durations: usual ones, unset ones, the epoch, times before it, and both ends of the range. */
    static Arbitrary<Long> times() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1_500_000_000_000_000_000L, 2_500_000_000_000_000_000L),
                Arbitraries.of(Times.UNSET, Times.UNSET + 1, Long.MAX_VALUE, 0L, -1L),
                Arbitraries.longs());
    }

    /** Numbers of rows or bytes. */
    static Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE);
    }

    /** Field lines; some occur twice or in two spellings. */
    static Arbitrary<Headers> headers() {
        Arbitrary<String> name =
                Arbitraries.oneOf(strings(), Arbitraries.of("Set-Cookie", "set-cookie", "X-Empty", "Cookie"));
        Arbitrary<String> value = Arbitraries.oneOf(strings(), Arbitraries.of("sid=1", "sid=2; theme=dark; Secure"));
        return Combinators.combine(name, value)
                .as((n, v) -> new String[] {n, v})
                .list()
                .ofMaxSize(20)
                .map(lines -> Headers.of(lines.stream().flatMap(Stream::of).toArray(String[]::new)));
    }

    /** No body, inline bodies from empty to the limit, and stored bodies. */
    static Arbitrary<Body> bodies() {
        Arbitrary<Body> inline =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(Body.Inline::new);
        Arbitrary<Body> large = Arbitraries.bytes().map(WireArbitraries::largestInline);
        Arbitrary<Body> stored = Combinators.combine(counts(), counts(), counts(), Arbitraries.of(true, false))
                .as(Body.Stored::new);
        Arbitrary<Body> empty = Arbitraries.of(Body.NONE, new Body.Inline(new byte[0]));
        return Arbitraries.oneOf(empty, inline, large, stored);
    }

    private static Body largestInline(byte seed) {
        byte[] bytes = new byte[Body.Inline.LIMIT];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (seed + i * 31);
        }
        return new Body.Inline(bytes);
    }
}
