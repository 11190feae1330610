package dev.steno.net.tls;

import dev.steno.net.HelloFuzzTest;
import dev.steno.testing.fuzz.Fuzz;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** Randomly mutated ClientHellos: the reader returns a ClientHello, needs more data, or reports that it is none. */
class HelloReaderFuzzTest {
    @Test
    void theReaderRejectsWhatItCannotRead() {
        Fuzz.run("HelloReaderFuzzTest", 3_000, (number, random) -> {
            byte[] bytes = HelloFuzzTest.hello(random);
            ClientHelloReader reader = new ClientHelloReader();
            ByteBuf early = Unpooled.buffer();
            int piece = 1 + random.nextInt(bytes.length + 1);
            for (int at = 0; at < bytes.length; at += piece) {
                early.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
                try {
                    if (reader.read(early) != null || reader.isTooLong()) {
                        return;
                    }
                } catch (IllegalArgumentException noHello) {
                    return;
                }
            }
        });
    }
}
