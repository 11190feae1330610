package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.testing.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Randomly altered encodings of flows. Each is either refused with a message about the fault, or decodes to a flow that
 * can be encoded again.
 */
class CodecFuzzTest {
    @Test
    void eachIsRefusedOrCanBeStoredAgain() {
        List<Flow> flows =
                Stream.generate(FlowArbitraries.flows()::sample).limit(200).toList();
        Fuzz.run("CodecFuzzTest", 3_000, (number, random) -> {
            Flow flow = flows.get(random.nextInt(flows.size()));
            byte[] bytes = changed(FlowCodec.encode(flow), random);
            try {
                Flow read = FlowCodec.decode(bytes, Kept.of(flow));
                assertThat(FlowCodec.decode(FlowCodec.encode(read), Kept.of(read)))
                        .isEqualTo(read);
            } catch (CodecException e) {
                assertThat(e).hasMessageStartingWith("the ");
            }
        });
    }

    private static byte[] changed(byte[] sound, Random random) {
        byte[] bytes = sound;
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(bytes.length - at, 20) + 1);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(bytes, 0, at);
            switch (random.nextInt(4)) {
                case 0 -> all.write(bytes[at] ^ 1 << random.nextInt(8));
                case 1 -> all.write(bytes, at, length); // duplicates the following bytes
                case 2 -> all.writeBytes(new byte[] {(byte) 255, (byte) 255, (byte) 255, (byte) 255, 15});
                default -> {
                    // omits the following bytes
                }
            }
            int next = random.nextBoolean() ? Math.min(bytes.length, at + 1) : at;
            all.write(bytes, next, bytes.length - next);
            bytes = all.size() == 0 ? sound : all.toByteArray();
        }
        return bytes;
    }
}
