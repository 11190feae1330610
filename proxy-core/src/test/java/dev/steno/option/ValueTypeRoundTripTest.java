package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.option.TestOptions.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class ValueTypeRoundTripTest {
    private final ValueTypes types = ValueTypes.STANDARD;

    private static <T> void roundTrip(ValueType<T> type, T value) {
        assertThat(type.parse(type.print(value))).isEqualTo(value);
    }

    @Property(tries = 200)
    void everyTextReadsBack(@ForAll String value) {
        roundTrip(types.of(String.class), value);
    }

    @Property(tries = 200)
    void everyIntReadsBack(@ForAll int value) {
        roundTrip(types.of(int.class), value);
    }

    @Property(tries = 200)
    void everyLongReadsBack(@ForAll long value) {
        roundTrip(types.of(long.class), value);
    }

    @Property
    void everyBooleanReadsBack(@ForAll boolean value) {
        roundTrip(types.of(boolean.class), value);
    }

    @Property
    void everyEnumConstantReadsBack(@ForAll OnFailure value) {
        roundTrip(types.of(OnFailure.class), value);
    }

    @Property
    void everySizeReadsBack(@ForAll("sizes") ByteSize value) {
        roundTrip(types.of(ByteSize.class), value);
    }

    @Property
    void everyDurationReadsBack(@ForAll("durations") Duration value) {
        roundTrip(types.of(Duration.class), value);
    }

    @Property
    void everyAddressReadsBack(@ForAll("addresses") HostPort value) {
        roundTrip(types.of(HostPort.class), value);
    }

    @Property(tries = 300)
    void everyPathReadsBack(@ForAll("pathNames") String name) {
        roundTrip(types.of(Path.class), Path.of(name));
    }

    @Property
    void everyListOfTextsReadsBack(@ForAll List<@Awkward String> value) {
        roundTrip(new ListType<>(types.of(String.class)), value);
    }

    @Property(tries = 300)
    void everyListOfAddressesReadsBack(@ForAll("addressLists") List<HostPort> value) {
        roundTrip(new ListType<>(types.of(HostPort.class)), value);
    }

    @Property(tries = 300)
    void everyOptionalReadsBack(@ForAll Optional<Integer> value) {
        roundTrip(new OptionalType<>(types.of(int.class)), value);
    }

    @Property(tries = 300)
    void textsGivenOneByOneBecomeTheElementsOfTheList(@ForAll List<@Awkward String> texts) {
        ValueType<List<String>> type = new ListType<>(types.of(String.class));

        assertThat(type.parse(type.join(texts))).isEqualTo(texts);
    }

    @Example
    void aPathInTheHomeFolderWithANulIsRefused() {
        assertThatThrownBy(() -> types.of(Path.class).parse("~/a\0b"))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining("is not a path");
    }

    @Property
    void aTextIsReadOrRefusedWithAValueException(
            @ForAll("shortTexts") String text, @ForAll("typeOfAnything") ValueType<?> type) {
        try {
            assertThat(type.parse(text)).isNotNull();
        } catch (ValueException e) {
            assertThat(e).hasMessageContaining("; accepted: ");
        }
    }

    @Provide
    Arbitrary<ValueType<?>> typeOfAnything() {
        return Arbitraries.of(
                types.of(ByteSize.class),
                types.of(Duration.class),
                types.of(HostPort.class),
                types.of(Path.class),
                types.of(long.class),
                new ListType<>(types.of(HostPort.class)));
    }

    @Provide
    Arbitrary<String> shortTexts() {
        return Arbitraries.strings()
                .withChars("0123456789.:[]%,\"\\ -+kmgibs\u0000µ/~")
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<ByteSize> sizes() {
        Arbitrary<Long> units = Arbitraries.of(1L, 1000L, 1024L, 1_000_000L, 1L << 20, 1L << 30, 1L << 40);
        return Arbitraries.oneOf(
                Arbitraries.longs().greaterOrEqual(0).map(ByteSize::new),
                Combinators.combine(Arbitraries.longs().between(0, 5000), units)
                        .as((n, unit) -> new ByteSize(n * unit)));
    }

    @Provide
    Arbitrary<Duration> durations() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 1_000_000),
                Arbitraries.longs().between(0, Duration.ofDays(36_500).toSeconds() - 1),
                Arbitraries.longs().between(0, 50).map(n -> n * 86_400));
        Arbitrary<Integer> nanos =
                Arbitraries.of(0, 1, 1_000, 1_000_000, 500_000_000, 999_999_999, 999_999_000, 123_456_789);
        return Combinators.combine(seconds, nanos).as(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<HostPort> addresses() {
        Arbitrary<String> hosts = Arbitraries.oneOf(
                Arbitraries.of(
                        "", "127.0.0.1", "::", "::1", "fe80::1%eth0", "2001:db8::ff00:42:8329", "::ffff:10.0.0.1"),
                Arbitraries.strings()
                        .alpha()
                        .numeric()
                        .withChars("-._")
                        .ofMinLength(1)
                        .ofMaxLength(20));
        return Combinators.combine(hosts, Arbitraries.integers().between(0, 65535))
                .as(HostPort::new);
    }

    @Provide
    Arbitrary<List<HostPort>> addressLists() {
        return addresses().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> pathNames() {
        return Arbitraries.strings()
                .alpha()
                .withChars("/., \\\"=~")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(name -> !name.startsWith("~"));
    }

    @Property
    void sizesOrderByTheirBytes(@ForAll @LongRange(min = 0) long a, @ForAll @LongRange(min = 0) long b) {
        assertThat(new ByteSize(a).compareTo(new ByteSize(b))).isEqualTo(Long.compare(a, b));
    }
}
