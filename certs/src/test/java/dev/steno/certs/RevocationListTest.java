package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListTest {
    private static final int SIGNS_BOTH = KeyUsage.keyCertSign | KeyUsage.cRLSign;

    @TempDir
    Path directory;

    @Test
    void aLeafNamesTheListAndNothingElseOfIt() throws Exception {
        X509Certificate leaf = leaf(CertificateAuthority.open(directory.resolve("home")));

        assertThat(leaf.getNonCriticalExtensionOIDs()).contains("2.5.29.31");
        DistributionPoint[] points = CRLDistPoint.getInstance(inner(leaf.getExtensionValue("2.5.29.31")))
                .getDistributionPoints();
        assertThat(points).hasSize(1);
        assertThat(points[0].getReasons()).isNull();
        assertThat(points[0].getCRLIssuer()).isNull();
        GeneralName[] names = GeneralNames.getInstance(
                        points[0].getDistributionPoint().getName())
                .getNames();
        assertThat(names).hasSize(1);
        assertThat(names[0].getTagNo()).isEqualTo(GeneralName.uniformResourceIdentifier);
        assertThat(names[0].getName()).hasToString("http://steno.internal/ca.crl");
    }

    @ParameterizedTest
    @CsvSource({"EC_P256", "RSA_2048"})
    void theListIsEmptySignedAndValidForAMonth(KeyType type) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(directory.resolve("home"), type);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        X509CRL list = list(authority, now);

        list.verify(authority.certificate().getPublicKey());
        assertThat(list.getVersion()).isEqualTo(2);
        assertThat(list.getIssuerX500Principal().getEncoded())
                .isEqualTo(authority.certificate().getSubjectX500Principal().getEncoded());
        assertThat(list.getRevokedCertificates()).isNull();
        assertThat(list.getThisUpdate()).isEqualTo(now.minus(Duration.ofDays(2)));
        assertThat(list.getNextUpdate()).isEqualTo(now.plus(Duration.ofDays(30)));
        assertThat(list.getCriticalExtensionOIDs()).isNullOrEmpty();
        assertThat(list.getExtensionValue("2.5.29.35"))
                .isEqualTo(leaf(authority).getExtensionValue("2.5.29.35"));
    }

    @Test
    void aLaterListHasAHigherNumber() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(directory.resolve("home"));
        Instant now = Instant.now();

        assertThat(number(list(authority, now.plusSeconds(1)))).isGreaterThan(number(list(authority, now)));
    }

    @Test
    void aCaWhoseKeyUsageLacksCrlSignMakesNoListAndItsLeavesNameNone() throws Exception {
        OwnCa own = new OwnCa("EC", 256).usage(KeyUsage.keyCertSign);
        CertificateAuthority authority =
                CertificateAuthority.load(OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate()));

        assertThat(authority.revocationList(Instant.now())).isEmpty();
        assertThat(leaf(authority).getExtensionValue("2.5.29.31")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"EC,256", "EC,384", "EC,521", "RSA,2048"})
    void opensslTakesLeafAndListOfCasOfEachKind(String algorithm, int bits) throws Exception {
        assumeTrue(openssl("version"), "openssl is not on the PATH, so it cannot judge the list");
        OwnCa own = new OwnCa(algorithm, bits).usage(SIGNS_BOTH);
        CertificateAuthority authority =
                CertificateAuthority.load(OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate()));
        String ca = file("ca.pem", authority.pem());
        String leaf =
                file("leaf.pem", Pem.encode(Pem.CERTIFICATE, leaf(authority).getEncoded()));
        String list = file(
                "list.pem",
                Pem.encode("X509 CRL", authority.revocationList(Instant.now()).orElseThrow()));
        String old = file(
                "old.pem",
                Pem.encode(
                        "X509 CRL",
                        authority
                                .revocationList(Instant.now().minus(Duration.ofDays(31)))
                                .orElseThrow()));

        assertThat(openssl("verify", "-crl_check", "-CAfile", ca, "-CRLfile", list, leaf))
                .isTrue();
        assertThat(openssl("verify", "-crl_check", "-CAfile", ca, "-CRLfile", old, leaf))
                .isFalse();
        assertThat(openssl("verify", "-crl_check", "-CAfile", ca, leaf)).isFalse();
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content).toString();
    }

    private static X509CRL list(CertificateAuthority authority, Instant now) throws Exception {
        byte[] der = authority.revocationList(now).orElseThrow();
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private static BigInteger number(X509CRL list) {
        return ASN1Integer.getInstance(inner(list.getExtensionValue("2.5.29.20")))
                .getValue();
    }

    private static X509Certificate leaf(CertificateAuthority authority) throws Exception {
        try (LeafMint mint = new LeafMint(authority)) {
            return mint.leaf("example.org", List.of())
                    .toCompletableFuture()
                    .get(180, TimeUnit.SECONDS)
                    .certificate();
        }
    }

    private static byte[] inner(byte[] extension) {
        return ASN1OctetString.getInstance(extension).getOctets();
    }

    private static boolean openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(180, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // not installed
        }
    }
}
