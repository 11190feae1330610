package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    @TempDir
    Path home;

    @Test
    void aNewCaIsARootThatSignsOnlyLeavesForTenYears() throws Exception {
        X509Certificate root = CertificateAuthority.open(home).certificate();

        root.verify(root.getPublicKey());
        assertThat(root.getPublicKey()).isInstanceOf(ECPublicKey.class);
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(root.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(root.getSubjectX500Principal().getName()).matches("CN=Steno CA [0-9a-f]{8},O=Steno");
        assertThat(root.getNotBefore().toInstant()).isBefore(Instant.now().minus(Duration.ofDays(1)));
        assertThat(root.getNotAfter().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(3649)), Instant.now().plus(Duration.ofDays(3651)));
    }

    @Test
    void twoInstallationsHaveDifferentNamesKeysAndSerials() throws Exception {
        X509Certificate one = CertificateAuthority.open(home.resolve("one")).certificate();
        X509Certificate two = CertificateAuthority.open(home.resolve("two")).certificate();

        assertThat(one.getSubjectX500Principal()).isNotEqualTo(two.getSubjectX500Principal());
        assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber()).isPositive();
        assertThat(one.getPublicKey()).isNotEqualTo(two.getPublicKey());
    }

    @Test
    void anRsaCaIsMadeWhenAskedForAndReopenedWhateverIsAsked() throws Exception {
        CertificateAuthority made = CertificateAuthority.open(home, KeyType.RSA_2048);
        CertificateAuthority reopened = CertificateAuthority.open(home, KeyType.EC_P256);

        assertThat(((RSAPublicKey) made.certificate().getPublicKey())
                        .getModulus()
                        .bitLength())
                .isEqualTo(2048);
        assertThat(reopened.certificate()).isEqualTo(made.certificate());
    }

    @Test
    void theSameCaIsThereWhenTheHomeIsOpenedAgain() throws Exception {
        CertificateAuthority made = CertificateAuthority.open(home);
        CertificateAuthority reopened = CertificateAuthority.open(home);

        assertThat(made.created()).isTrue();
        assertThat(reopened.created()).isFalse();
        assertThat(reopened.certificate()).isEqualTo(made.certificate());
        assertThat(reopened.key()).isEqualTo(made.key());
        assertThat(reopened.certificateFile()).isEqualTo(home.resolve("ca.pem"));
    }

    @Test
    void anExistingCaIsOpenedWithoutBouncyCastle() throws Exception {
        CertificateAuthority made = CertificateAuthority.open(home);
        URL classes =
                CertificateAuthority.class.getProtectionDomain().getCodeSource().getLocation();

        try (URLClassLoader bare = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = bare.loadClass(CertificateAuthority.class.getName());
            Object opened = type.getMethod("open", Path.class).invoke(null, home);
            assertThat(type.getMethod("fingerprint").invoke(opened)).isEqualTo(made.fingerprint());
            assertThat(type.getMethod("pem").invoke(opened)).isEqualTo(made.pem());
            assertThat(type.getMethod("spkiHash").invoke(opened)).isEqualTo(made.spkiHash());
        }
    }

    @Test
    void pemAndDerAreTheSameCertificate() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(home);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");

        assertThat(factory.generateCertificate(new ByteArrayInputStream(authority.pem())))
                .isEqualTo(authority.certificate());
        assertThat(factory.generateCertificate(new ByteArrayInputStream(authority.der())))
                .isEqualTo(authority.certificate());
        assertThat(new String(authority.pem(), "US-ASCII").lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void fingerprintAndKeyHashAreThoseBrowsersShowAndTake() throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(home);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");

        assertThat(authority.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(HexFormat.ofDelimiter(":").parseHex(authority.fingerprint())).isEqualTo(sha.digest(authority.der()));
        assertThat(Base64.getDecoder().decode(authority.spkiHash()))
                .isEqualTo(sha.digest(authority.certificate().getPublicKey().getEncoded()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void javaTrustsTheCertificateInThePkcs12FileWithEmptyAndWithNoPassword(String password) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(home);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(authority.p12()), password == null ? null : password.toCharArray());

        List<String> aliases = java.util.Collections.list(store.aliases());
        assertThat(aliases).hasSize(1);
        assertThat(store.isCertificateEntry(aliases.get(0))).isTrue();
        assertThat(store.getCertificate(aliases.get(0))).isEqualTo(authority.certificate());
    }

    @Test
    void thePkcs12FileIsRefusedWithAnotherPassword() throws Exception {
        byte[] file = CertificateAuthority.open(home).p12();
        KeyStore store = KeyStore.getInstance("PKCS12");

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> store.load(new ByteArrayInputStream(file), "wrong".toCharArray()))
                .isInstanceOf(java.io.IOException.class);
    }
}
