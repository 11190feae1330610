package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.certs.CertificateAuthority;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that clients are pointed to: their content, and when they are made anew. */
class ClientFilesTest {
    @TempDir
    Path folder;

    private Path home;
    private CertificateAuthority ca;
    private CertificateAuthority users;

    @BeforeEach
    void makeTheAuthorities() throws Exception {
        home = folder.resolve("a home");
        ca = CertificateAuthority.open(home);
        users = CertificateAuthority.open(folder.resolve("other"));
    }

    private static String pem(CertificateAuthority authority) {
        return new String(authority.pem(), StandardCharsets.US_ASCII);
    }

    private ClientFiles prepare(String... environment) throws Exception {
        return environment.length == 0
                ? ClientFiles.prepare(home, ca, Map.of())
                : ClientFiles.prepare(home, ca, Map.of(environment[0], environment[1]));
    }

    @Test
    void theBundleHasTheSystemsRootsTheUsersOwnAndTheCaEachOnce() throws Exception {
        String named = folder.resolve("other/ca.pem").toString();
        ClientFiles files = ClientFiles.prepare(home, ca, Map.of("SSL_CERT_FILE", named, "CURL_CA_BUNDLE", named));
        String bundle = Files.readString(files.bundle());
        assertThat(bundle).containsOnlyOnce(pem(ca)).containsOnlyOnce(pem(users));
        assertThat(bundle.length()).isGreaterThan(10 * pem(ca).length());
        assertThat(Files.readString(files.extra())).isEqualTo(pem(users) + pem(ca));
        assertThat(bundle.lines().filter(line -> line.startsWith("-----BEGIN")).count())
                .isEqualTo(trusted(files).size());
    }

    private static KeyStore trusted(ClientFiles files) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(files.trustStore())) {
            store.load(in, null);
        }
        return store;
    }

    @Test
    void javaOpensTheTrustStoreWithoutAPassword() throws Exception {
        KeyStore store = trusted(prepare());
        assertThat(store.getCertificateAlias(ca.certificate())).isNotNull();
    }

    @Test
    void aChangeMakesAnotherFolderAndNoChangeNone() throws Exception {
        ClientFiles first = prepare();
        assertThat(prepare()).isEqualTo(first);
        ClientFiles second =
                prepare("SSL_CERT_FILE", folder.resolve("other/ca.pem").toString());
        assertThat(second).isNotEqualTo(first);
        assertThat(first.bundle()).exists();
    }

    @Test
    void aFolderThatIsNotUsedForThirtyDaysIsRemoved() throws Exception {
        ClientFiles old =
                prepare("SSL_CERT_FILE", folder.resolve("other/ca.pem").toString());
        Files.setLastModifiedTime(old.folder(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        ClientFiles now = prepare();
        assertThat(old.folder()).doesNotExist();
        assertThat(now.bundle()).exists();
    }

    @Test
    void theUsersWgetrcIsKeptAndPrivate() throws Exception {
        Path own = Files.writeString(folder.resolve("my wgetrc"), "user_agent = mine\npassword = secret");
        ClientFiles files = prepare("WGETRC", own.toString());
        assertThat(files.wgetrc())
                .hasContent("user_agent = mine\npassword = secret\nca_certificate = " + files.bundle() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.wgetrc())))
                .isEqualTo("rw-------");
    }

    @Test
    void severalStartsAtOnceUseTheSameFiles() throws Exception {
        List<CompletableFuture<ClientFiles>> starts = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return prepare();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        List<ClientFiles> made =
                starts.stream().map(CompletableFuture::join).distinct().toList();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).trustStore()).exists();
        try (Stream<Path> folders = Files.list(home.resolve("clients"))) {
            assertThat(folders).containsExactly(made.get(0).folder());
        }
    }
}
