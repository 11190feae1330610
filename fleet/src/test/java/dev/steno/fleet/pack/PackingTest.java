package dev.steno.fleet.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictTrainer;
import dev.steno.codec.FlowCodec;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.natives.ZstdLibrary;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Messages and pieces as a shared store has them. The dictionary is made by
 * {@code mvn test -pl fleet -am -Dtest=PackingTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true}; a
 * store that has another one under the number cannot be read, so a new one gets a new number.
 */
class PackingTest {
    private static final int SAMPLES = 8_000;
    private static final int DICTIONARY = 64 << 10;

    @Test
    void theDictionaryTakesAwayMostOfAFlow() throws IOException {
        Path file = Checkout.file("fleet/src/main/resources/dev/steno/fleet/pack/flow-2.zdict");
        if (Boolean.getBoolean("steno.regenerate") && !Files.exists(file)) {
            train(file);
        }
        long plain = 0;
        long packed = 0;
        try (Packer packer = new Packer();
                Unpacker unpacker = new Unpacker(number -> number == 2 ? FlowDictionary.bytes() : null)) {
            for (int i = 1; i <= 500; i++) {
                byte[] pb = FlowCodec.encode(SampleFlows.complete(i, 1_000_000 + i));
                Packed one = packer.message(pb);
                plain += pb.length;
                packed += one.bytes().length;
                assertThat(unpacker.unpack(one.dictionary(), one.bytes())).isEqualTo(pb);
            }
        }
        assertThat(packed).isLessThan(plain / 2);
    }

    @Test
    void theHeadsOfInventedBrowsersAndServersShrinkToLessThanAThird() throws IOException {
        long plain = 0;
        long packed = 0;
        try (Packer packer = new Packer()) {
            for (int i = 1_000_001; i <= 1_000_500; i++) {
                byte[] pb = FlowCodec.encode(InventedTraffic.flow(i));
                plain += pb.length;
                packed += packer.message(pb).bytes().length;
            }
        }
        assertThat(packed).isLessThan(plain * 3 / 10);
    }

    @Test
    void rowsByTheDictionaryOfAnEarlierVersionStayReadable() throws IOException {
        byte[] pb = FlowCodec.encode(SampleFlows.complete(1, 1));
        byte[] first;
        try (InputStream in = PackingTest.class.getResourceAsStream("flow-1.zdict")) {
            first = Objects.requireNonNull(in).readAllBytes();
        }
        ZstdLibrary.load();
        byte[] stored = Zstd.compress(pb, new ZstdDictCompress(first, 1));
        try (Packer packer = new Packer();
                Unpacker unpacker = new Unpacker(number -> number == 1 ? first : FlowDictionary.bytes())) {
            Packed now = packer.message(pb);
            assertThat(unpacker.unpack(1, stored)).isEqualTo(pb);
            assertThat(unpacker.unpack(now.dictionary(), now.bytes())).isEqualTo(pb);
        }
    }

    private static void train(Path file) throws IOException {
        ZstdLibrary.load();
        ZstdDictTrainer trainer = new ZstdDictTrainer(SAMPLES * 4_096, DICTIONARY, 2);
        for (int i = 1; i <= SAMPLES; i++) {
            trainer.addSample(FlowCodec.encode(InventedTraffic.flow(i)));
        }
        Files.write(file, trainer.trainSamples());
    }

    @Test
    void aPieceThatDoesNotShrinkIsStoredAsItIs() throws IOException {
        byte[] random = new byte[10_000];
        new java.util.Random(1).nextBytes(random);
        byte[] zeros = new byte[256 << 10];
        try (Packer packer = new Packer();
                Unpacker unpacker = new Unpacker(number -> null)) {
            assertThat(packer.piece(random)).isEqualTo(new Packed(Packed.PLAIN, random));
            Packed small = packer.piece(zeros);
            assertThat(small.dictionary()).isEqualTo(Packed.ALONE);
            assertThat(unpacker.unpack(small.dictionary(), small.bytes())).isEqualTo(zeros);
        }
    }

    @Test
    void damagedBytesAndAMissingDictionaryAreTold() throws IOException {
        byte[] pb = FlowCodec.encode(SampleFlows.complete(1, 1));
        try (Packer packer = new Packer();
                Unpacker without = new Unpacker(number -> null);
                Unpacker unpacker = new Unpacker(number -> FlowDictionary.bytes())) {
            Packed packed = packer.message(pb);
            assertThatThrownBy(() -> without.unpack(packed.dictionary(), packed.bytes()))
                    .hasMessage("it needs dictionary 2, which the shared store lacks");
            byte[] damaged = Arrays.copyOf(packed.bytes(), packed.bytes().length);
            damaged[damaged.length / 2] ^= 0x55;
            assertThatThrownBy(() -> unpacker.unpack(packed.dictionary(), damaged))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("zstd cannot decompress it (");
            assertThatThrownBy(() -> unpacker.unpack(Packed.ALONE, new byte[] {1, 2, 3}))
                    .hasMessageContaining("does not begin with a frame of zstd");
            assertThatThrownBy(() -> unpacker.unpack(packed.dictionary(), new byte[0]))
                    .hasMessageContaining("does not begin with a frame of zstd");
            // A frame of one segment (RFC 8878, 3.1.1.1) that says 800,000,000 bytes, of which none follows.
            byte[] large = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0, 0x00, 0x08, (byte) 0xaf, 0x2f};
            assertThatThrownBy(() -> unpacker.unpack(Packed.ALONE, large))
                    .hasMessage("it claims to have 800000000 bytes, and the limit is 67108864");
        }
    }
}
