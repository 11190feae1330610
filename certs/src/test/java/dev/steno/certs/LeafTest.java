package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafTest {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    @TempDir
    Path directory;

    CertificateAuthority authority;
    LeafMint mint;

    @BeforeEach
    void aCa() throws Exception {
        authority = CertificateAuthority.open(directory.resolve("home"));
        mint = new LeafMint(authority);
    }

    @AfterEach
    void close() {
        mint.close();
    }

    @Test
    void aLeafIsAServerCertificateOfTheCa() throws Exception {
        X509Certificate leaf = leaf("example.org").certificate();

        leaf.verify(authority.certificate().getPublicKey());
        assertThat(leaf.getIssuerX500Principal().getEncoded())
                .isEqualTo(authority.certificate().getSubjectX500Principal().getEncoded());
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).startsWith(true, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=example.org");
        assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
    }

    @Test
    void theAuthorityKeyIdentifierIsTheCasSubjectKeyIdentifierByteByByte() {
        byte[] subject = inner(authority.certificate(), "2.5.29.14");
        byte[] authorityKey = AuthorityKeyIdentifier.getInstance(
                        inner(leaf("example.org").certificate(), "2.5.29.35"))
                .getKeyIdentifierOctets();

        assertThat(authorityKey).isEqualTo(ASN1OctetString.getInstance(subject).getOctets());
    }

    @Test
    void aLeafIsValidForAtMost199DaysThatBeganTwoDaysAgo() {
        X509Certificate leaf = leaf("example.org").certificate();
        Instant from = leaf.getNotBefore().toInstant();

        assertThat(Duration.between(from, leaf.getNotAfter().toInstant())).isLessThan(Duration.ofDays(199));
        assertThat(from)
                .isBetween(
                        Instant.now().minus(Duration.ofHours(49)), Instant.now().minus(Duration.ofHours(47)));
    }

    @Test
    void allLeavesShareOneKeyThatIsNotTheCas() {
        Leaf one = leaf("one.example");
        Leaf two = leaf("two.example");

        assertThat(one.key()).isSameAs(two.key()).isNotEqualTo(authority.key());
        assertThat(one.certificate().getPublicKey())
                .isEqualTo(two.certificate().getPublicKey())
                .isNotEqualTo(authority.certificate().getPublicKey());
        assertThat(one.alias()).isNotEqualTo(two.alias());
    }

    @Test
    void namesAndAddressesStandUnderTheirOwnTypes() throws Exception {
        X509Certificate leaf = mint.leaf("127.0.0.1", List.of("*.example.org", "::1", "a_b.example", "no name"))
                .toCompletableFuture()
                .get(180, TimeUnit.SECONDS)
                .certificate();

        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(ADDRESS, "127.0.0.1"),
                        List.of(DNS, "*.example.org"),
                        List.of(ADDRESS, "0:0:0:0:0:0:0:1"),
                        List.of(DNS, "a_b.example"));
    }

    @Test
    void aNameTooLongForACommonNameIsOnlyInACriticalAlternativeName() throws Exception {
        String host = "a".repeat(60) + ".example.org";
        X509Certificate leaf = leaf(host).certificate();

        assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.17");
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(DNS, host));
    }

    @Test
    void aLeafEndsWithItsCaAtTheLatest() throws Exception {
        Instant end = Instant.now().plus(Duration.ofDays(30));
        OwnCa own = new OwnCa("EC", 256).valid(Instant.now().minus(Duration.ofHours(1)), end);
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate());

        try (LeafMint short30 = new LeafMint(CertificateAuthority.load(pem))) {
            Leaf leaf =
                    short30.leaf("example.org", List.of()).toCompletableFuture().get(180, TimeUnit.SECONDS);
            assertThat(leaf.certificate().getNotAfter()).isEqualTo(leaf.chain()[1].getNotAfter());
            assertThat(leaf.certificate().getNotBefore()).isEqualTo(leaf.chain()[1].getNotBefore());
        }
    }

    @Test
    void anRsaMintMakesRsaLeavesForOldClients() throws Exception {
        try (LeafMint rsa = new LeafMint(authority, KeyType.RSA_2048, 10, Clock.systemUTC())) {
            X509Certificate leaf = rsa.leaf("example.org", List.of())
                    .toCompletableFuture()
                    .get(180, TimeUnit.SECONDS)
                    .certificate();
            leaf.verify(authority.certificate().getPublicKey());
            assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("RSA");
            assertThat(leaf.getKeyUsage()).startsWith(true, false, true, false);
        }
    }

    @Test
    void opensslTakesLeavesOfEveryShape() throws Exception {
        assumeTrue(runs("openssl", "version"), "openssl is not on the PATH, so it cannot judge the leaves");
        Path ca = Files.write(directory.resolve("root.pem"), authority.pem());
        List<String> mirrored =
                IntStream.range(0, 99).mapToObj(i -> "n" + i + ".example").toList();

        verify(ca, leaf("example.org"), "-verify_hostname", "example.org");
        verify(ca, leaf("a".repeat(60) + ".example.org"), "-verify_hostname", "a".repeat(60) + ".example.org");
        verify(ca, leaf("bücher.example"), "-verify_hostname", "xn--bcher-kva.example");
        verify(ca, leaf("a_b.example"), "-verify_hostname", "a_b.example");
        verify(ca, leaf("127.0.0.1"), "-verify_ip", "127.0.0.1");
        verify(ca, leaf("2001:db8::1"), "-verify_ip", "2001:db8::1");
        verify(ca, leaf("::ffff:1.2.3.4"), "-verify_ip", "::ffff:1.2.3.4");
        Leaf many = mint.leaf("example.org", mirrored).toCompletableFuture().get(180, TimeUnit.SECONDS);
        verify(ca, many, "-verify_hostname", "n98.example");
    }

    @Test
    void opensslReadsThePkcs12FileWithoutAPassword() throws Exception {
        assumeTrue(runs("openssl", "version"), "openssl is not on the PATH, so it cannot read the file");
        Path file = Files.write(directory.resolve("ca.p12"), authority.p12());
        Path out = directory.resolve("from-p12.pem");

        assertThat(runs(
                        "openssl",
                        "pkcs12",
                        "-in",
                        file.toString(),
                        "-passin",
                        "pass:",
                        "-nokeys",
                        "-out",
                        out.toString()))
                .isTrue();
        assertThat(Files.readString(out)).contains(new String(authority.pem(), "US-ASCII"));
    }

    private void verify(Path ca, Leaf leaf, String option, String name) throws Exception {
        Path pem = Files.write(
                directory.resolve(leaf.alias() + ".pem"),
                Pem.encode(Pem.CERTIFICATE, leaf.certificate().getEncoded()));
        assertThat(runs(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        ca.toString(),
                        option,
                        name,
                        pem.toString()))
                .as("openssl verify of a leaf for %s", name)
                .isTrue();
    }

    private static boolean runs(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(180, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (java.io.IOException e) {
            return false; // not installed
        }
    }

    private Leaf leaf(String host) {
        return mint.leaf(host, List.of())
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static byte[] inner(X509Certificate certificate, String oid) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(oid)).getOctets();
    }
}
