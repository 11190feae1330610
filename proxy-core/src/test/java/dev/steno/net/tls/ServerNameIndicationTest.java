package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server name in the ClientHello, with both TLS engines. */
class ServerNameIndicationTest {

    @ParameterizedTest
    @CsvSource({
        "webapp, webapp",
        "localhost, localhost",
        "ip_a.host.example, ip_a.host.example",
        "_dmarc, _dmarc",
        "host.example., host.example",
        "HOST.example, host.example",
        "bücher.example, xn--bcher-kva.example",
        "127.0.0.1, ",
        "::1, "
    })
    void theHostsNameIsSentAsServerName(String host, String sent) throws Exception {
        assertThat(sent(SslProvider.JDK, host)).isEqualTo(sent);
        assumeTrue(OpenSsl.isAvailable());
        assertThat(sent(SslProvider.OPENSSL, host)).isEqualTo(sent);
    }

    private static String sent(SslProvider provider, String host) throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(provider)
                .endpointIdentificationAlgorithm(null)
                .build();
        SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT, host, 443);
        try {
            ServerNameIndication.by(engine, host);
            ByteBuffer hello = ByteBuffer.allocate(32 * 1024);
            engine.beginHandshake();
            engine.wrap(ByteBuffer.allocate(0), hello);
            return ClientHello.parse(hello.array(), 9, hello.position() - 9)
                    .sni(); // after the headers of the record and the message
        } finally {
            ReferenceCountUtil.release(engine);
            ReferenceCountUtil.release(context);
        }
    }
}
