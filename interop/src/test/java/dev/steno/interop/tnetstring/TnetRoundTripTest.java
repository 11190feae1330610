package dev.steno.interop.tnetstring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TnetRoundTripTest {
    private static final int LIMIT = 1 << 20;

    @Provide
    Arbitrary<TnetValue> values() {
        return TnetArbitraries.values();
    }

    @Property
    void whatWasWrittenIsRead(@ForAll("values") TnetValue value) throws IOException {
        TnetReader reader = new TnetReader(new ByteArrayInputStream(bytes(value)), LIMIT);

        assertThat(reader.next()).isEqualTo(value);
        assertThat(reader.next()).isNull();
    }

    @Property(tries = 200)
    void itemsFollowEachOtherInAStream(@ForAll("values") TnetValue one, @ForAll("values") TnetValue other)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        TnetWriter writer = new TnetWriter(16);
        one.write(writer);
        writer.drainTo(file);
        other.write(writer);
        writer.drainTo(file);

        TnetReader reader = new TnetReader(new ByteArrayInputStream(file.toByteArray()), LIMIT);

        assertThat(reader.next()).isEqualTo(one);
        assertThat(reader.offset()).isEqualTo(bytes(one).length);
        assertThat(reader.next()).isEqualTo(other);
        assertThat(reader.next()).isNull();
        assertThat(reader.items()).isEqualTo(2);
    }

    @Property(tries = 200)
    void anItemThatIsCutOffAnywhereIsRefusedAfterTheOnesBeforeIt(@ForAll("values") TnetValue value) throws IOException {
        byte[] bytes = bytes(value);
        for (int length = 1; length < bytes.length; length += 1 + length / 100) {
            byte[] cut = Arrays.copyOf(bytes, bytes.length + length);
            System.arraycopy(bytes, 0, cut, bytes.length, length);
            TnetReader reader = new TnetReader(new ByteArrayInputStream(cut), LIMIT);

            assertThat(reader.next()).isEqualTo(value);
            assertThatExceptionOfType(TnetstringException.class)
                    .isThrownBy(reader::next)
                    .withMessageContaining("began at byte " + bytes.length)
                    .withMessageContaining("1 items before it are complete");
        }
    }

    @Property(tries = 500)
    void changedBytesEitherMakeItemsOrAreRefusedButNeverFailInAnotherWay(
            @ForAll("values") TnetValue value, @ForAll Random random) throws IOException {
        byte[] bytes = bytes(value);
        for (int i = 0; i < 20; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            List<TnetValue> read = new ArrayList<>();
            try {
                TnetReader reader = new TnetReader(new ByteArrayInputStream(changed), LIMIT);
                for (TnetValue next = reader.next(); next != null; next = reader.next()) {
                    read.add(next);
                }
                assertThat(read).isNotEmpty();
            } catch (TnetstringException e) {
                assertThat(e.offset()).isBetween(0L, (long) changed.length);
            }
        }
    }

    @Test
    void aFlowThatMitmproxyWroteComesBackByteForByte() throws IOException {
        byte[] file = example();

        TnetValue flow = new TnetReader(new ByteArrayInputStream(file), LIMIT).next();

        assertThat(flow).isInstanceOfSatisfying(TnetValue.Dictionary.class, dictionary -> {
            assertThat(dictionary.entries()).hasSize(16).containsEntry("type", new TnetValue.Text("http"));
            assertThat(bytes(dictionary)).isEqualTo(file);
        });
    }

    private static byte[] example() throws IOException {
        try (InputStream in = TnetRoundTripTest.class.getResourceAsStream("http-21.mitm")) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(TnetValue value) {
        TnetWriter writer = new TnetWriter(16);
        value.write(writer);
        return writer.result();
    }
}
