package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.builtin.CaFiles;
import dev.steno.builtin.CaPage;
import dev.steno.certs.CertificateAuthority;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that requires revocation information, like the TLS of Windows, gets it through the proxy. */
class RevocationSourceTest extends TlsProxyTest {

    @Override
    protected Addon[] addons() {
        return new Addon[] {new CaPage(now -> CaFiles.of(authority(), now))};
    }

    private static CertificateAuthority authority() {
        try {
            return CertificateAuthority.open(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theRevocationListNamedInTheLeafIsServedAndDoesNotContainTheLeaf() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        X509Certificate leaf =
                (X509Certificate) tlsClient(origin).tlsSocket().getSession().getPeerCertificates()[0];
        X509Certificate ca = proxy.authority().certificate();

        HttpAnswer answer = fetch(url(leaf));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("Content-Type")).isEqualTo("application/pkix-crl");
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509CRL list = (X509CRL) factory.generateCRL(new ByteArrayInputStream(answer.body()));
        list.verify(ca.getPublicKey());
        assertThat(list.getRevokedCertificates()).isNull();
        assertThat(new Date()).isBetween(list.getThisUpdate(), list.getNextUpdate());
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(EnumSet.of(
                PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK)); // no OCSP
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(list))));
        parameters.addCertPathChecker(checker);
        validator.validate(factory.generateCertPath(List.of(leaf)), parameters); // throws if there is no list
        assertThat(checker.getSoftFailExceptions()).isEmpty();
    }

    @Test
    void aCaThatMayNotSignRevocationListsServesNoneAndTheResponseSaysWhy(@TempDir Path folder) throws Exception {
        CertificateAuthority silent = CertificateAuthority.load(caWithUsage(folder, "keyCertSign"));
        restartWith(settings -> settings, new CaPage(now -> CaFiles.of(silent, now)));

        HttpAnswer answer = fetch("http://steno.internal/ca.crl");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("key usage lacks cRLSign");
    }

    /** A CA of the kind that users bring, made by the JDK's keytool. */
    private static Path caWithUsage(Path folder, String usage) throws Exception {
        Path store = folder.resolve("ca.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "ca",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=Own",
                        "-ext",
                        "bc:c",
                        "-ext",
                        "ku:c=" + usage,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path pem = Files.createFile(
                folder.resolve("ca.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                pem,
                pem("PRIVATE KEY", keys.getKey("ca", "changeit".toCharArray()).getEncoded())
                        + pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private HttpAnswer fetch(String url) throws IOException {
        return client().send("GET " + url + " HTTP/1.1\r\nHost: steno.internal\r\n\r\n")
                .response();
    }

    /** The URL ends the extension: the optional reasons and the other issuer are absent from the leaf. */
    private static String url(X509Certificate leaf) {
        String extension = new String(leaf.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1);
        return extension.substring(extension.indexOf("http://"));
    }
}
