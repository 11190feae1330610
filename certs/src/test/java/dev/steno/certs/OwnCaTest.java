package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCaTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"EC,256", "EC,384", "EC,521", "RSA,2048"})
    void leavesOfAnOwnCaAreSignedByIt(String algorithm, int bits) throws Exception {
        OwnCa own = new OwnCa(algorithm, bits);
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate());

        try (LeafMint mint = new LeafMint(CertificateAuthority.load(pem))) {
            X509Certificate leaf = mint.leaf("example.org", List.of())
                    .toCompletableFuture()
                    .join()
                    .certificate();
            leaf.verify(own.keys.getPublic());
            assertThat(leaf.getExtensionValue("2.5.29.35")).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"EC,256", "RSA,2048"})
    void theOlderFormsOfKeysThatOpensslWritesAreRead(String algorithm, int bits) throws Exception {
        OwnCa own = new OwnCa(algorithm, bits);
        byte[] inner = PrivateKeyInfo.getInstance(own.keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        if (algorithm.equals("EC")) {
            // The JDK omits the curve in the inner SEC 1 key; openssl writes it.
            org.bouncycastle.asn1.sec.ECPrivateKey key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(inner);
            inner = new org.bouncycastle.asn1.sec.ECPrivateKey(
                            256, key.getKey(), org.bouncycastle.asn1.x9.ECNamedCurveTable.getOID("P-256"))
                    .getEncoded();
        }
        Path key = OwnCa.file(directory.resolve("key.pem"), Pem.encode(algorithm + " PRIVATE KEY", inner));
        Path certificate = OwnCa.file(directory.resolve("cert.pem"), own.certificate());

        PrivateKey read = CertificateAuthority.load(certificate, key).key();
        assertThat(secret(read)).isEqualTo(secret(own.keys.getPrivate()));
    }

    @Test
    void anIntermediateIsSentWithTheRootAboveItWhateverTheirOrderInTheFile() throws Exception {
        OwnCa root = new OwnCa("EC", 256).named("CN=Root");
        OwnCa middle = new OwnCa("EC", 256).named("CN=Middle");
        Path pem = OwnCa.file(directory.resolve("own.pem"), root.certificate(), middle.certificate(root), middle.key());

        CertificateAuthority authority = CertificateAuthority.load(pem);
        try (LeafMint mint = new LeafMint(authority)) {
            Leaf leaf =
                    mint.leaf("example.org", List.of()).toCompletableFuture().join();
            assertThat(authority.certificate().getSubjectX500Principal().getName())
                    .isEqualTo("CN=Middle");
            assertThat(leaf.chain()).hasSize(3);
            assertThat(leaf.chain()[2].getSubjectX500Principal().getName()).isEqualTo("CN=Root");
        }
    }

    @Test
    void aCertificateThatIsNoCaIsRefused() throws Exception {
        refused(new OwnCa("EC", 256).noAuthority()).hasMessageContaining("is not a CA");
    }

    @Test
    void aCaThatMayNotSignCertificatesIsRefused() throws Exception {
        refused(new OwnCa("EC", 256).usage(KeyUsage.cRLSign)).hasMessageContaining("lacks keyCertSign");
    }

    @Test
    void anExpiredCaIsRefused() throws Exception {
        Instant now = Instant.now();
        refused(new OwnCa("EC", 256).valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))))
                .hasMessageContaining("expired on");
    }

    @Test
    void aCaThatIsNotValidYetIsRefused() throws Exception {
        Instant now = Instant.now();
        refused(new OwnCa("EC", 256).valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))))
                .hasMessageContaining("not valid before")
                .hasMessageContaining("clock");
    }

    @ParameterizedTest
    @CsvSource({"EC,256", "RSA,2048"})
    void theKeyOfAnotherCaIsRefused(String algorithm, int bits) throws Exception {
        Path certificate = OwnCa.file(directory.resolve("cert.pem"), new OwnCa("EC", 256).certificate());
        Path key = OwnCa.file(directory.resolve("key.pem"), new OwnCa(algorithm, bits).key());

        refused(certificate, key).hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void aKeyThatEveryUserCanReadIsRefused() throws Exception {
        OwnCa own = new OwnCa("EC", 256);
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate());
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r--r--"));

        refused(pem, pem).hasMessageContaining("every user").hasMessageContaining("chmod 600 " + pem);
    }

    @Test
    void aKeyThatItsGroupMayReadIsTaken() throws Exception {
        OwnCa own = new OwnCa("EC", 256);
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.key(), own.certificate());
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(CertificateAuthority.load(pem).key()).isEqualTo(own.keys.getPrivate());
    }

    @ParameterizedTest
    @CsvSource({"ENCRYPTED PRIVATE KEY,''", "RSA PRIVATE KEY,'Proc-Type: 4,ENCRYPTED'"})
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt(String label, String header) throws Exception {
        OwnCa own = new OwnCa("EC", 256);
        String block = "-----BEGIN " + label + "-----\n" + header + "\n\nAAAA\n-----END " + label + "-----\n";
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.certificate(), block.getBytes("US-ASCII"));

        refused(pem, pem).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void filesWithoutKeyOrCertificateOrAtAllAreNamed() throws Exception {
        OwnCa own = new OwnCa("EC", 256);
        Path certificate = OwnCa.file(directory.resolve("cert.pem"), own.certificate());
        Path key = OwnCa.file(directory.resolve("key.pem"), own.key());
        Path broken = OwnCa.file(
                directory.resolve("broken.pem"), Pem.encode(Pem.CERTIFICATE, new byte[] {1, 2, 3}), own.key());

        refused(certificate, certificate).hasMessageContaining("cert.pem contains no private key");
        refused(key, key).hasMessageContaining("key.pem contains no certificate");
        refused(broken, broken).hasMessageContaining("broken.pem is damaged");
        refused(directory.resolve("none.pem"), key).hasMessageContaining("does not exist");
    }

    /** The private number of the key, for comparing keys whose encodings may differ. */
    private static BigInteger secret(PrivateKey key) {
        return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
    }

    private AbstractThrowableAssert<?, ?> refused(OwnCa own) throws Exception {
        Path pem = OwnCa.file(directory.resolve("own.pem"), own.certificate(), own.key());
        return refused(pem, pem);
    }

    private static AbstractThrowableAssert<?, ?> refused(Path certificate, Path key) {
        return assertThatThrownBy(() -> CertificateAuthority.load(certificate, key))
                .isInstanceOf(CaRefusedException.class);
    }
}
