package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Valid and invalid chains of servers. Each row has the expected result of Steno and that of OpenSSL (as used by curl),
 * which is checked if openssl is installed; if the two differ, a comment states what Chromium does.
 */
class ChainVerifierTest {
    private static final String GOOD = "";
    private static final String HOST = "host.example";

    @TempDir
    Path files;

    /** The certificates that a server sends, its own first, and the trust anchors. */
    record Chain(List<X509Certificate> trusted, List<X509Certificate> sent) {}

    private static Chain chain(List<X509Certificate> trusted, X509Certificate... sent) {
        return new Chain(trusted, List.of(sent));
    }

    private static X509Certificate root(ChainMaker root) throws Exception {
        return root.self();
    }

    /** A chain of a server's certificate that a root signed. */
    private static Chain leaf(ChainMaker server) throws Exception {
        ChainMaker root = ChainMaker.ca("root");
        return chain(List.of(root(root)), server.by(root));
    }

    /** A chain of a server's certificate that an intermediate signed. */
    private static Chain through(ChainMaker root, ChainMaker between) throws Exception {
        return chain(List.of(root(root)), ChainMaker.server(HOST).by(between), between.by(root));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> chains() throws Exception {
        ChainMaker root = ChainMaker.ca("root");
        X509Certificate anchor = root(root);
        ChainMaker between = ChainMaker.ca("between");
        X509Certificate linked = between.by(root);
        ChainMaker lower = ChainMaker.ca("lower");
        X509Certificate lowest = lower.by(between);
        ChainMaker old = ChainMaker.ca("old root").during(-20, -1);
        X509Certificate expired = root(old);
        ChainMaker cross = root.twin().authority(-1);
        X509Certificate crossed = cross.by(old);
        X509Certificate own = ChainMaker.server(HOST).self();
        ChainMaker impostor = ChainMaker.ca("root");
        List<X509Certificate> usual = List.of(anchor);
        ChainMaker strict = ChainMaker.ca("strict").permitting("allowed.example");
        ChainMaker strictBelow = ChainMaker.ca("strict below").permitting("allowed.example");
        X509Certificate strictBelowMade = strictBelow.by(root);
        ChainMaker forbidding = ChainMaker.ca("forbidding").excluding(HOST);
        ChainMaker rsa = ChainMaker.of("rsa root", "RSA-2048").authority(-1);
        ChainMaker shortest = ChainMaker.of("shortest", "P-256").authority(0);
        return Stream.of(
                // paths
                arguments("below a root", leaf(ChainMaker.server(HOST)), GOOD, true),
                arguments("with an intermediate", through(root, between), GOOD, true),
                arguments("out of order", chain(usual, ChainMaker.server(HOST).by(lower), linked, lowest), GOOD, true),
                arguments(
                        "with certificates too many",
                        chain(usual, ChainMaker.server(HOST).by(between), expired, own, linked, linked, anchor),
                        GOOD,
                        true),
                arguments(
                        "crosswise signed by a root that expired",
                        chain(List.of(anchor, expired), ChainMaker.server(HOST).by(root), crossed, expired),
                        GOOD,
                        true),
                arguments(
                        "crosswise signed, the good root is not trusted",
                        chain(List.of(expired), ChainMaker.server(HOST).by(root), crossed),
                        "the certificate of its authority, CN=old root, expired on ",
                        false),
                arguments(
                        "two roots of one name",
                        chain(
                                List.of(root(impostor), anchor),
                                ChainMaker.server(HOST).by(root)),
                        GOOD,
                        false), // OpenSSL tries only the first CA with this name; Chromium tries both
                arguments(
                        "an intermediate that is trusted itself",
                        chain(List.of(linked), ChainMaker.server(HOST).by(between)),
                        GOOD,
                        true),
                arguments("a server's own certificate is trusted", chain(List.of(own), own), GOOD, true),
                arguments("self-signed", chain(usual, own), "it is self-signed", false),
                arguments(
                        "an unknown root",
                        chain(usual, ChainMaker.server(HOST).by(old), expired),
                        "its root, CN=old root, is not among the trusted authorities",
                        false),
                arguments(
                        "a missing intermediate",
                        chain(usual, ChainMaker.server(HOST).by(between)),
                        "it is signed by an unknown authority: the certificate of CN=between, which signed that of CN=",
                        false),
                arguments(
                        "signed by another of the same name",
                        chain(usual, ChainMaker.server(HOST).by(impostor)),
                        "the signature of CN=root on it does not verify",
                        false),
                // dates
                arguments("expired", leaf(ChainMaker.server(HOST).during(-9, -2)), "it expired on ", false),
                arguments("not yet valid", leaf(ChainMaker.server(HOST).during(2, 9)), "it is not valid before", false),
                arguments(
                        "an expired intermediate",
                        through(root, ChainMaker.ca("between").during(-9, -2)),
                        "the certificate of its authority, CN=between, expired on ",
                        false),
                // keys and signatures
                arguments("a key of P-384", leaf(ChainMaker.of("s", "P-384").named(HOST)), GOOD, true),
                arguments("a key of P-521", leaf(ChainMaker.of("s", "P-521").named(HOST)), GOOD, true),
                arguments("a key of Ed25519", leaf(ChainMaker.of("s", "Ed25519").named(HOST)), GOOD, true),
                arguments(
                        "a key of RSA-1024", leaf(ChainMaker.of("s", "RSA-1024").named(HOST)), GOOD, true),
                arguments(
                        "a key of RSA-512",
                        leaf(ChainMaker.of("s", "RSA-512").named(HOST)),
                        "a key that is too weak",
                        false),
                arguments(
                        "signed by Ed25519",
                        below(ChainMaker.of("ed", "Ed25519").authority(-1), ChainMaker.server(HOST)),
                        GOOD,
                        true),
                arguments(
                        "signed by RSA-PSS",
                        below(rsa, ChainMaker.server(HOST).signedWith("SHA256withRSAandMGF1")),
                        GOOD,
                        true),
                arguments(
                        "signed with SHA-512",
                        below(rsa, ChainMaker.server(HOST).signedWith("SHA512withRSA")),
                        GOOD,
                        true),
                arguments(
                        "signed with SHA-1",
                        below(rsa, ChainMaker.server(HOST).signedWith("SHA1withRSA")),
                        "SHA1withRSA, which can be forged",
                        false),
                arguments(
                        "signed with SHA-1 by EC",
                        below(root, ChainMaker.server(HOST).signedWith("SHA1withECDSA")),
                        "which can be forged",
                        false),
                arguments(
                        "signed with MD5",
                        below(rsa, ChainMaker.server(HOST).signedWith("MD5withRSA")),
                        "MD5withRSA, which can be forged",
                        false),
                arguments(
                        "a root signed with SHA-1",
                        below(
                                ChainMaker.of("r", "RSA-2048").authority(-1).signedWith("SHA1withRSA"),
                                ChainMaker.server(HOST)),
                        GOOD,
                        true),
                // what they may be used for
                arguments(
                        "for servers",
                        leaf(ChainMaker.server(HOST).purpose(KeyPurposeId.id_kp_serverAuth)),
                        GOOD,
                        true),
                arguments(
                        "for clients alone",
                        leaf(ChainMaker.server(HOST).purpose(KeyPurposeId.id_kp_clientAuth)),
                        "its extended key usage does not permit TLS servers",
                        false),
                arguments(
                        "an intermediate for mail alone",
                        through(root, ChainMaker.ca("between").purpose(KeyPurposeId.id_kp_emailProtection)),
                        "the extended key usage of its authority, CN=between,",
                        false),
                arguments(
                        "a root for mail alone",
                        through(ChainMaker.ca("root").purpose(KeyPurposeId.id_kp_emailProtection), ChainMaker.ca("b")),
                        "the extended key usage of its authority, CN=root,",
                        false),
                arguments(
                        "a key that signs certificates alone",
                        leaf(ChainMaker.server(HOST)
                                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))),
                        "its key usage does not permit TLS servers",
                        false),
                arguments(
                        "an authority as a server",
                        leaf(ChainMaker.of("s", "P-256")
                                .named(HOST)
                                .with(Extension.basicConstraints, true, new BasicConstraints(true))),
                        GOOD,
                        true),
                arguments(
                        "an intermediate that is not a CA",
                        through(root, ChainMaker.server("between")),
                        "is not a CA",
                        false),
                arguments(
                        "an intermediate that may not sign",
                        through(
                                root,
                                ChainMaker.of("between", "P-256")
                                        .with(Extension.basicConstraints, true, new BasicConstraints(true))
                                        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))),
                        "CN=between",
                        false),
                arguments(
                        "a root that may not sign",
                        below(
                                ChainMaker.of("root", "P-256")
                                        .with(Extension.basicConstraints, true, new BasicConstraints(true))
                                        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign)),
                                ChainMaker.server(HOST)),
                        "the key usage of its authority, CN=root,",
                        false),
                arguments(
                        "a root that is not a CA by its own basic constraints",
                        below(
                                ChainMaker.of("root", "P-256")
                                        .with(Extension.basicConstraints, true, new BasicConstraints(false)),
                                ChainMaker.server(HOST)),
                        "CN=root, is not a CA by its own basic constraints",
                        false),
                arguments(
                        "a path longer than an intermediate permits",
                        chain(usual, ChainMaker.server(HOST).by(lower), lower.by(shortest), shortest.by(root)),
                        "its path has more intermediates",
                        false),
                arguments(
                        "a path longer than the root permits",
                        through(ChainMaker.of("root", "P-256").authority(0), between),
                        "whose basic constraints permit 0",
                        false),
                arguments(
                        "a path as long as the root permits",
                        below(ChainMaker.of("root", "P-256").authority(0), ChainMaker.server(HOST)),
                        GOOD,
                        true),
                // extensions and serials
                arguments("an unknown extension", leaf(ChainMaker.server(HOST).strange(false)), GOOD, true),
                arguments(
                        "an unknown critical extension",
                        leaf(ChainMaker.server(HOST).strange(true)),
                        "an unknown critical extension: 1.3.6.1.4.1.55555.1",
                        false),
                arguments("a negative serial", leaf(ChainMaker.server(HOST).serial(-5)), GOOD, true),
                arguments("a serial of zero", leaf(ChainMaker.server(HOST).serial(0)), GOOD, true),
                arguments(
                        "one serial twice",
                        chain(
                                usual,
                                ChainMaker.server(HOST).serial(7).by(between),
                                between.twin().authority(-1).serial(7).by(root)),
                        GOOD,
                        true),
                // constraints on names
                arguments(
                        "not permitted by an intermediate",
                        through(root, ChainMaker.ca("between").permitting("other.example")),
                        "name constraints",
                        false),
                arguments(
                        "permitted by an intermediate",
                        through(root, ChainMaker.ca("b").permitting("example")),
                        GOOD,
                        true),
                arguments(
                        "not permitted by the root",
                        below(strict, ChainMaker.server(HOST)),
                        "CN=strict, do not",
                        false),
                arguments(
                        "not permitted by the root, with an intermediate",
                        through(strict, ChainMaker.ca("b")),
                        "CN=strict, do not",
                        false),
                arguments(
                        "one of two names not permitted by the root",
                        below(strict, ChainMaker.server("a.allowed.example", HOST)),
                        "CN=strict, do not",
                        false),
                arguments(
                        "not permitted by an intermediate that is trusted itself",
                        chain(List.of(strictBelowMade), ChainMaker.server(HOST).by(strictBelow)),
                        "CN=strict below, do not",
                        false),
                arguments("excluded by the root", below(forbidding, ChainMaker.server(HOST)), "CN=forbidding", false),
                arguments(
                        "permitted by the root",
                        below(ChainMaker.ca("r").permitting("example"), ChainMaker.server(HOST)),
                        GOOD,
                        true));
    }

    private static Chain below(ChainMaker root, ChainMaker server) throws Exception {
        X509Certificate anchor = root(root);
        return chain(List.of(anchor), server.by(root.twin()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void aChainIsJudgedAsOpenSslDoes(String name, Chain chain, String fault, boolean takenByOpenSsl) throws Exception {
        assertThat(judge(chain)).as(name).contains(fault).matches(said -> fault.isEmpty() == said.isEmpty());
        String other = openssl(chain);
        if (other != null) {
            assertThat(other.contains(": OK")).as(other).isEqualTo(takenByOpenSsl);
        }
    }

    /** The reason why a chain is refused; empty if it is accepted. */
    private static String judge(Chain chain) {
        try {
            new ChainVerifier(chain.trusted).check(chain.sent, List.of(), Instant.now());
            HostName.check(chain.sent.get(0), HOST);
            return "";
        } catch (CertificateException e) {
            return e.getMessage();
        }
    }

    /**
     * The output of {@code openssl verify}; null if openssl is not installed. Security level 1 is OpenSSL's default;
     * partial chains are accepted because curl sets this option.
     */
    private String openssl(Chain chain) throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
        if (!there) {
            return null;
        }
        Path trusted = pem("trusted", chain.trusted);
        Path own = pem("own", chain.sent.subList(0, 1));
        List<String> call = new ArrayList<>(List.of("openssl", "verify", "-no-CApath", "-no-CAfile", "-no-CAstore"));
        call.addAll(List.of("-trusted", trusted.toString(), "-partial_chain", "-purpose", "sslserver"));
        call.addAll(List.of("-auth_level", "1", "-verify_hostname", HOST));
        if (chain.sent.size() > 1) {
            call.addAll(List.of(
                    "-untrusted",
                    pem("others", chain.sent.subList(1, chain.sent.size())).toString()));
        }
        call.add(own.toString());
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private Path pem(String name, List<X509Certificate> certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(files.resolve(name), text);
    }

    @Test
    void aMissingIntermediateIsTakenFromWhatIsKnown() throws Exception {
        ChainMaker root = ChainMaker.ca("root");
        ChainMaker between = ChainMaker.ca("between");
        X509Certificate linked = between.by(root);
        ChainVerifier walk = new ChainVerifier(List.of(root.self()));
        List<X509Certificate> sent = List.of(ChainMaker.server(HOST).by(between));

        Instant end = walk.check(sent, List.of(linked), Instant.now());

        assertThat(end).isEqualTo(linked.getNotAfter().toInstant());
    }

    @Test
    void aMissingIntermediateIsNamedWithItsLocations() throws Exception {
        ChainMaker server = ChainMaker.server(HOST)
                .with(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(new AccessDescription[] {
                    at(AccessDescription.id_ad_ocsp, "http://ocsp.example/"),
                    at(AccessDescription.id_ad_caIssuers, "ldap://x.example/"),
                    at(AccessDescription.id_ad_caIssuers, "http://x.example/i.der"),
                    at(AccessDescription.id_ad_caIssuers, "https://x.example/i.der")
                }));
        ChainVerifier walk = new ChainVerifier(List.of(ChainMaker.ca("root").self()));

        try {
            walk.check(List.of(server.by(ChainMaker.ca("between"))), List.of(), Instant.now());
            throw new AssertionError("taken");
        } catch (MissingIssuerException e) {
            assertThat(e).hasMessageContaining("CN=between").hasMessageContaining("missing intermediate");
            assertThat(e.locations()).containsExactly("http://x.example/i.der");
        }
    }

    private static AccessDescription at(org.bouncycastle.asn1.ASN1ObjectIdentifier method, String url) {
        return new AccessDescription(method, new GeneralName(GeneralName.uniformResourceIdentifier, url));
    }

    @Test
    void locationsThatCannotBeReadAreNone() throws Exception {
        X509Certificate odd = ChainMaker.server(HOST)
                .with(Extension.authorityInfoAccess, false, new DEROctetString(new byte[] {1, 2, 3}))
                .self();

        assertThat(IssuerLocations.of(odd)).isEmpty();
    }

    /**
     * 60 CAs with the same name and key sign each other, so the number of paths is practically unlimited; the work per
     * chain must be bounded.
     */
    @Test
    void theWorkForCyclicChainsIsBounded() throws Exception {
        ChainMaker maze = ChainMaker.ca("maze");
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(ChainMaker.server(HOST).by(maze));
        for (int i = 0; i < 60; i++) {
            sent.add(maze.twin().authority(-1).serial(i + 1).self());
        }
        ChainMaker trustedMaze = ChainMaker.ca("maze");

        String said = judge(new Chain(List.of(trustedMaze.self()), sent));

        assertThat(said).contains("does not verify");
    }
}
