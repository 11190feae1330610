package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.steno.certs.KeyType;
import dev.steno.flow.Tls;
import dev.steno.testing.Bytes;
import dev.steno.testing.tls.Hellos;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A ClientHello, split in any way into records and reads. */
class ClientHelloReaderTest {
    private static final byte[] LARGE = Hellos.large();

    private final ClientHelloReader reader = new ClientHelloReader();

    /** Feeds the bytes in pieces, and returns the result of the last one. */
    private @Nullable Tls read(byte[] bytes, int piece) {
        ByteBuf early = Unpooled.buffer();
        Tls last = null;
        for (int at = 0; at < bytes.length && last == null; at += piece) {
            early.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
            last = reader.read(early);
        }
        assertThat(early.readerIndex()).isZero();
        return last;
    }

    @Property(tries = 300)
    void anySplitGivesTheSameClientHello(
            @ForAll @IntRange(min = 60, max = 2000) int record, @ForAll @IntRange(min = 1, max = 500) int piece) {
        ClientHelloReader fresh = new ClientHelloReader();
        ByteBuf early = Unpooled.buffer();
        byte[] bytes = Hellos.records(LARGE, record);
        Tls whole = null;
        for (int at = 0; at < bytes.length; at += piece) {
            assertThat(whole).as("before the last piece").isNull();
            early.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
            whole = fresh.read(early);
        }
        assertThat(whole).isNotNull();
        assertThat(whole.sni()).isEqualTo("localhost");
        assertThat(whole.alpnOffers()).hasSize(6);
    }

    /** The handshake refuses this ClientHello, with an alert. */
    @Test
    void aMalformedSignatureListDoesNotRestrictKeys() {
        byte[] hello = Hellos.message("h2");
        int at = signatureAlgorithms(hello);
        hello[at + 4] = (byte) 0xff; // the list's length
        hello[at + 5] = (byte) 0xfe;

        assertThat(read(Hellos.records(hello, 1 << 14), 1 << 14)).isNotNull();
        assertThat(reader.keys()).containsExactlyInAnyOrder(KeyType.values());
    }

    /** The offset of the extension: type 13, a length, and a list that is two bytes shorter (RFC 8446, 4.2.3). */
    private static int signatureAlgorithms(byte[] hello) {
        for (int at = 40; at < hello.length - 6; at++) {
            int length = (hello[at + 2] & 255) << 8 | hello[at + 3] & 255;
            int list = (hello[at + 4] & 255) << 8 | hello[at + 5] & 255;
            if (hello[at] == 0 && hello[at + 1] == 13 && length == list + 2) {
                return at;
            }
        }
        throw new AssertionError("the ClientHello has no signature algorithms");
    }

    @Test
    void bytesAfterTheClientHelloAreNotPartOfIt() {
        byte[] hello = Hellos.records(Hellos.message("h2"), 1 << 14);

        assertThat(read(Bytes.concat(hello, new byte[] {20, 3, 3, 0, 1, 1}), 1 << 14)
                        .alpnOffers())
                .containsExactly("h2");
    }

    @Test
    void theMaximumNumberOfRecordsIsRead() {
        byte[] message = Hellos.message("h2");
        int size = (message.length + ClientHelloReader.MOST_RECORDS - 1) / ClientHelloReader.MOST_RECORDS;

        assertThat(read(Hellos.records(message, size), 7)).isNotNull();
    }

    @Test
    void moreThanTheMaximumOfRecordsIsTooMany() {
        byte[] records = Hellos.records(Hellos.endless(10_000), 1);

        assertThat(read(java.util.Arrays.copyOf(records, 6 * ClientHelloReader.MOST_RECORDS), 1))
                .isNull();
        assertThat(reader.isTooLong()).isFalse();
        assertThat(read(records, records.length)).isNull();
        assertThat(reader.isTooLong()).isTrue();
    }

    @Test
    void anAnnouncedLengthAboveTheMaximumIsRejectedImmediately() {
        byte[] message = {1, 1, 0, 0};

        assertThat(read(Hellos.records(message, 4), 9)).isNull();
        assertThat(reader.isTooLong()).isTrue();
    }

    @Test
    void aClientHelloOfTheMaximumLengthIsRead() {
        byte[] message = new byte[ClientHelloReader.LONGEST];
        message[0] = 1;
        message[2] = (byte) ((message.length - 4) >> 8);
        message[3] = (byte) (message.length - 4);

        assertThat(read(Hellos.records(message, 1 << 14), 1000)).isNotNull();
        assertThat(reader.isTooLong()).isFalse();
    }

    @Test
    void otherMessagesAndRecordsAreNotAClientHello() {
        assertThatIllegalArgumentException().isThrownBy(() -> read(Hellos.records(new byte[] {2, 0, 0, 0}, 4), 9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientHelloReader()
                        .read(Unpooled.wrappedBuffer(
                                Bytes.concat(Hellos.records(new byte[] {1}, 1), new byte[] {23, 3, 1, 0, 1, 0}))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientHelloReader().read(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 0})));
    }
}
