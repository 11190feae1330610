package dev.steno.net;

import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.FuzzProxyTest;
import dev.steno.testing.tls.Hellos;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Randomly mutated ClientHellos at the beginning of a tunnel. */
public class HelloFuzzTest extends FuzzProxyTest {
    private static final Mutation MUTATION = Mutation.with(
            "\u0016\u0003\u0001\0\u0001",
            "\u0016\u0003\u0003\u0040\u0001",
            "\u0015\u0003\u0003\0\u0002\u0002\u0028",
            "\0\0\0\0",
            "\u00ff\u00ff",
            "\0\u0010\0\u0005\0\u0003\u0002h2",
            "\0\0\0\u0006\0\u0004\0\0\u0001a",
            "\u0001\0\u0001\0");

    public static byte[] hello(Random random) {
        byte[] message = random.nextInt(3) == 0 ? Hellos.large() : Hellos.message("h2", "http/1.1");
        byte[] records =
                Hellos.records(random.nextBoolean() ? MUTATION.of(message, random) : message, 1 + random.nextInt(2000));
        return random.nextBoolean() ? MUTATION.of(records, random) : records;
    }

    @Test
    void aTunnelThatBeginsWithAMutatedClientHelloEnds() {
        fuzz(150, (number, random) -> {
            int port;
            try (RawClient client = RawClient.to(proxy.port())) {
                port = client.wire().socket().getLocalPort();
                client.connect(origin.authority());
                client.send(hello(random));
                client.wire().shutOutput();
                untilClosed(client.wire());
            }
            flowsOf(port);
            if (number % 8 == 0) {
                checkAlive(number);
            }
        });
    }
}
