package dev.steno.net.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.TlsSettings.Terms;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions, ciphers, client certificates and the key log, checked with openssl at either end. */
class TlsSettingsTest extends TlsProxyTest {
    @TempDir
    static Path files;

    private static Path identity;

    @BeforeAll
    static void anIdentity() throws Exception {
        identity = OpenSsl.selfSigned(files, "localhost");
    }

    private void restart(TlsSettings tls) throws IOException {
        restartWith(defaults -> new ProxySettings(
                        defaults.listen(),
                        List.of(),
                        true,
                        defaults.timeouts().connect(),
                        defaults.timeouts().idle())
                .with(tls));
    }

    private static TlsSettings towardsClients(TlsVersion min, TlsVersion max, String... ciphers) {
        return new TlsSettings(
                new Terms(min, max, List.of(ciphers)), Terms.DEFAULT, Optional.empty(), Optional.empty());
    }

    private static TlsSettings towardsServers(TlsVersion min, TlsVersion max, String... ciphers) {
        return new TlsSettings(
                Terms.DEFAULT, new Terms(min, max, List.of(ciphers)), Optional.empty(), Optional.empty());
    }

    private static TlsSettings showing(Path clientCerts) {
        return new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.of(clientCerts), Optional.empty());
    }

    private OpenSsl.Server server(String... arguments) throws Exception {
        return closing(OpenSsl.server(files, identity, arguments));
    }

    /** The output of openssl as a client of the proxy; it does not verify the proxy's certificate. */
    private String through(OpenSsl.Server server, String... arguments) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of(
                "s_client",
                "-proxy",
                "127.0.0.1:" + proxy.port(),
                "-connect",
                "localhost:" + server.port(),
                "-ign_eof"));
        all.addAll(List.of(arguments));
        return OpenSsl.call("GET / HTTP/1.0\r\n\r\n", all.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_2, TLS1_2, TLS1_3, TLSv1.2",
        "-tls1_3, TLS1_2, TLS1_3, TLSv1.3",
        "-tls1_2, TLS1_3, TLS1_3, ",
        "-tls1_3, TLS1_2, TLS1_2, ",
        "-tls1_1, TLS1_2, TLS1_3, ",
        "-tls1_1, TLS1, TLS1_2, TLSv1.1"
    })
    void aClientMayUseTheAllowedVersions(String asked, TlsVersion min, TlsVersion max, String spoken) throws Exception {
        restart(towardsClients(min, max));

        String printed = through(server(), asked, "-cipher", "DEFAULT@SECLEVEL=0");

        if (spoken == null) {
            assertThat(printed).doesNotContain(" 200 ok");
            assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        } else {
            assertThat(printed).contains(" 200 ok");
            assertThat(proxy.http().client().tls().version()).isEqualTo(spoken);
        }
    }

    @Test
    void serversAreReachedInTheAllowedVersions() throws Exception {
        restart(towardsServers(TlsVersion.TLS1_2, TlsVersion.TLS1_2));

        assertThat(through(server())).contains(" 200 ok");
        assertThat(proxy.http().server().tls().version()).isEqualTo("TLSv1.2");

        assertThat(through(server("-tls1_3"))).contains("502 Bad Gateway");
        assertThat(((HttpFlow) proxy.ended(2).get(1)).error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
    })
    void theNamedCiphersAreUsed(String named) throws Exception {
        restart(new TlsSettings(
                new Terms(TlsVersion.TLS1_2, TlsVersion.TLS1_3, List.of(named)),
                new Terms(TlsVersion.TLS1_2, TlsVersion.TLS1_2, List.of(named)),
                Optional.empty(),
                Optional.empty()));

        assertThat(through(server(), "-tls1_2")).contains(" 200 ok");
        HttpFlow flow = proxy.http();
        assertThat(flow.client().tls().cipher()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThat(flow.server().tls().cipher()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThat(through(server(), "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"))
                .contains("handshake failure");
        assertThat(through(server(), "-tls1_3")).contains(" 200 ok");
    }

    @Test
    void theErrorNamesAnUnknownCipherAndTheKnownOnes() {
        assertThatThrownBy(() -> restart(towardsClients(TlsVersion.TLS1_2, TlsVersion.TLS1_3, "NO-SUCH")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("--ciphers-client: unknown cipher NO-SUCH; known ciphers")
                .hasMessageContaining("ECDHE-ECDSA-AES128-GCM-SHA256");
        assertThatThrownBy(
                        () -> restart(towardsServers(TlsVersion.TLS1_2, TlsVersion.TLS1_3, "TLS_AES_128_GCM_SHA256")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "--ciphers-server: TLS_AES_128_GCM_SHA256 is a cipher of TLS 1.3, whose ciphers cannot be chosen");
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void aServerThatRequestsACertificateGetsTheOneForItsHost(String version) throws Exception {
        Path folder = Files.createDirectory(files.resolve("identities" + version));
        Files.copy(OpenSsl.selfSigned(files, "somebody"), folder.resolve("localhost.pem"));
        Files.copy(OpenSsl.selfSigned(files, "other"), folder.resolve("other.example.pem"));
        restart(showing(folder));

        OpenSsl.Server server = server(version, "-Verify", "1");
        assertThat(through(server)).contains(" 200 ok");
        assertThat(server.process().printed()).contains("CN = somebody");
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void aServerThatRequiresACertificateAndGetsNoneFailsWithTheRemedy(String version) throws Exception {
        restart(TlsSettings.DEFAULT);

        assertThat(through(server(version, "-Verify", "1"))).contains("502 Bad Gateway");
        assertThat(proxy.http().error().message()).contains("client certificate", "--client-certs PATH");
    }

    @Test
    void theErrorNamesAnUnusableKeyFile() throws Exception {
        Path wrong = files.resolve("wrong.pem");
        Files.writeString(
                wrong,
                Files.readString(files.resolve("localhost.crt"))
                        + Files.readString(OpenSsl.selfSigned(files, "another").resolveSibling("another.key")));

        assertThatThrownBy(() -> restart(showing(wrong)))
                .hasMessage("--client-certs: the key in " + wrong + " matches no certificate in that file");
        assertThatThrownBy(() -> restart(showing(files.resolve("missing.pem"))))
                .hasMessage("--client-certs " + files.resolve("missing.pem") + ": no such file");
        Path empty = Files.createDirectory(files.resolve("empty"));
        assertThatThrownBy(() -> restart(showing(empty))).hasMessageContaining("example.org.pem");
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void theLoggedSecretsOfBothSidesAreThoseOfThePeers(String version) throws Exception {
        Path log = files.resolve("keys" + version + ".txt");
        Path clients = files.resolve("client" + version + ".txt");
        Path servers = files.resolve("server" + version + ".txt");
        restart(new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.of(log)));

        assertThat(through(
                        server(version, "-keylogfile", servers.toString()), version, "-keylogfile", clients.toString()))
                .contains(" 200 ok");
        proxy.close();

        List<String> known = Files.readAllLines(log);
        List<String> told = java.util.stream.Stream.of(clients, servers)
                .flatMap(file -> {
                    try {
                        return Files.readAllLines(file).stream();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toList());
        assertThat(told).hasSizeGreaterThanOrEqualTo(2).isSubsetOf(known);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw-rw-rw-", "rwxr-x---", "rw-------", "-w-------"})
    void theKeyLogIsMadePrivateWhateverItsPermissionsWere(String mode) throws Exception {
        Path log = Files.writeString(files.resolve("open-" + mode + ".txt"), "# of another program\n");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString(mode));

        restart(new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.of(log)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo(mode.equals("-w-------") ? mode : "rw-------");
    }

    @Test
    void secretsAreAppendedToAnExistingFile() throws Exception {
        Path log = files.resolve("kept.txt");
        Files.writeString(log, "# of another program\n");
        restart(new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.of(log)));

        through(server());

        Awaitility.await().until(() -> Files.readAllLines(log).size() > 4);
        assertThat(Files.readAllLines(log).get(0)).isEqualTo("# of another program");
    }

    @Test
    void anUnwritableKeyLogIsAnErrorAtTheStart() {
        Path log = files.resolve("nowhere").resolve("keys.txt");

        assertThatThrownBy(() ->
                        restart(new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.of(log))))
                .hasMessageStartingWith("SSLKEYLOGFILE names " + log + ", which cannot be written");
    }
}
