package dev.steno.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Builds CA certificates as users may supply them, valid and invalid. By default self-signed and without a subject key
 * identifier.
 */
final class OwnCa {
    final KeyPair keys;
    private boolean authority = true;
    private int usage = KeyUsage.keyCertSign;
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant to = Instant.now().plus(Duration.ofDays(400));
    private String name = "CN=Own, O=Örg, C=DE";

    OwnCa(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        keys = generator.generateKeyPair();
    }

    OwnCa named(String next) {
        name = next;
        return this;
    }

    OwnCa noAuthority() {
        authority = false;
        return this;
    }

    OwnCa usage(int bits) {
        usage = bits;
        return this;
    }

    OwnCa valid(Instant begin, Instant end) {
        from = begin;
        to = end;
        return this;
    }

    byte[] certificate() throws Exception {
        return certificate(this);
    }

    byte[] certificate(OwnCa issuer) throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer.name),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(to),
                new X500Name(name),
                keys.getPublic());
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        return Pem.encode(
                Pem.CERTIFICATE,
                builder.build(new JcaContentSignerBuilder(PrivateKeys.signatureAlgorithm(issuer.keys.getPrivate()))
                                .build(issuer.keys.getPrivate()))
                        .getEncoded());
    }

    byte[] key() {
        return Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded());
    }

    /** Writes the concatenated parts to a file with mode 0600. */
    static Path file(Path file, byte[]... parts) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        for (byte[] part : parts) {
            Files.write(file, part, java.nio.file.StandardOpenOption.APPEND);
        }
        return file;
    }
}
