package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.certs.ChainVerifier;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.net.channel.Failures;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.tls.TestCa;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said about a server whose certificate is not trusted, by cause, with both TLS engines and real handshakes. */
class UntrustedServerTest {
    @TempDir
    Path folder;

    @TempDir
    Path home;

    private TestCa ca;
    private Path root;

    @BeforeEach
    void authorities() throws Exception {
        ca = new TestCa(home);
        root = OpenSsl.authority(folder, "root");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void aSelfSignedCertificateIsCalledSo(SslProvider engine) throws Exception {
        Path own = OpenSsl.selfSignedAs(
                folder, "own", "/CN=self.example", "-newkey", "rsa:2048", "-addext", "subjectAltName=DNS:localhost");

        assertThat(fault(engine, own))
                .matches(
                        "the certificate of localhost:\\d+ is self-signed \\(CN=self.example, valid until [\\d-]+\\)\\. "
                                + "To accept it: --upstream-ca FILE with this certificate; to accept all servers: --insecure");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void anUnknownAuthorityIsNamed(SslProvider engine) throws Exception {
        Path stranger = OpenSsl.authority(folder, "stranger");

        assertThat(fault(engine, OpenSsl.signed(folder, "leaf", stranger)))
                .contains(" is signed by an unknown authority: the certificate of CN=stranger,")
                .contains("(CN=leaf, issued by CN=stranger, valid until ")
                .endsWith(
                        "To trust the authority: --upstream-ca FILE with its certificate; to accept all servers: --insecure");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void aRootThatIsSentAndUnknownIsNamed(SslProvider engine) throws Exception {
        Path stranger = OpenSsl.authority(folder, "stranger");

        assertThat(fault(engine, OpenSsl.signed(folder, "leaf", stranger), "-cert_chain", stranger.toString()))
                .contains(" is not trusted: its root, CN=stranger, is not among the trusted authorities (CN=leaf");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void aMissingIntermediateIsNamed(SslProvider engine) throws Exception {
        Path between = OpenSsl.authority(folder, "between", root);
        Path leaf = OpenSsl.signed(
                folder, "leaf", between, "authorityInfoAccess=caIssuers;URI:http://127.0.0.1:9/between.der");

        assertThat(fault(engine, leaf))
                .contains(
                        " is incomplete, a missing intermediate: the certificate of CN=between, which signed that of CN=leaf,")
                .contains("The server should send it");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void datesAndNamesAreGiven(SslProvider engine) throws Exception {
        assertThat(fault(engine, ca.expiredServer("localhost")))
                .contains(" expired on 20")
                .endsWith("The server needs a new one; to accept all servers: --insecure");
        assertThat(fault(engine, ca.futureServer("localhost")))
                .contains(" is not valid before 20", "correct the clock");
        assertThat(fault(engine, ca.server("other.example")))
                .contains(" is not valid for localhost but for other.example (")
                .contains("Use a name that it is valid for");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void aSignatureThatCanBeForgedIsNamed(SslProvider engine) throws Exception {
        Path rsa = OpenSsl.selfSignedAs(folder, "root1", "/CN=old", "-newkey", "rsa:2048");
        Path leaf = OpenSsl.selfSignedAs(
                folder,
                "leaf1",
                "/CN=leaf",
                "-newkey",
                "rsa:2048",
                "-sha1",
                "-CA",
                rsa.toString(),
                "-CAkey",
                rsa.toString(),
                "-addext",
                "subjectAltName=DNS:localhost");
        root = rsa;

        assertThat(fault(engine, leaf, "-cipher", "DEFAULT:@SECLEVEL=0"))
                .contains("is signed with SHA1withRSA, which can be forged");
    }

    private String fault(SslProvider engine, SSLContext server) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.tls(server, connection -> connection.awaitEnd())) {
            return fault(engine, origin.port(), ca.file());
        }
    }

    private String fault(SslProvider engine, Path identity, String... more) throws Exception {
        try (OpenSsl.Server server = OpenSsl.server(folder, identity, more)) {
            return fault(engine, server.port(), OpenSsl.certificate(root));
        }
    }

    /** Connects to a server on localhost, and returns what is said about the failed handshake. */
    private static String fault(SslProvider engine, int port, Path trusted) throws Exception {
        ChainVerifier verifier = new ChainVerifier(List.of(certificate(trusted)));
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(engine)
                .trustManager(new VerifiedChainCache(
                        (chain, now) -> verifier.check(chain, List.of(), now), Clock.systemUTC()))
                .endpointIdentificationAlgorithm(null)
                .build();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            CompletableFuture<Throwable> failed = new CompletableFuture<>();
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            SslHandler tls = context.newHandler(made.alloc(), "localhost", port);
                            tls.handshakeFuture().addListener(done -> failed.complete(done.cause()));
                            made.pipeline().addLast(tls);
                        }
                    })
                    .connect("127.0.0.1", port)
                    .sync();
            Throwable cause = failed.get(180, TimeUnit.SECONDS);
            assertThat(cause).isNotNull();
            Failures.Failure failure = Failures.serverTls(new Endpoint("localhost", port), cause);
            assertThat(failure.error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
            return failure.error().message();
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
            ReferenceCountUtil.release(context);
        }
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
