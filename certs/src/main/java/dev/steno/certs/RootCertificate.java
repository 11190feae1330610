package dev.steno.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new self-signed root certificate (RFC 5280). Pure; loads Bouncy Castle.
 *
 * @param certificate in DER
 * @param key in PKCS#8 DER
 */
record RootCertificate(byte[] certificate, byte[] key) {
    /**
     * Time by which the start of the validity precedes the present, so that a client whose clock is slow accepts the
     * certificate.
     */
    static final Duration BACKDATE = Duration.ofDays(2);

    private static final Duration VALIDITY = Duration.ofDays(3650);

    /**
     * Creates a root that is valid for ten years. Its name is random, so that the roots of two installations can be
     * distinguished in a trust store and the name discloses nothing about the machine.
     */
    static RootCertificate create(KeyType type) {
        try {
            SecureRandom random = new SecureRandom();
            byte[] id = new byte[4];
            random.nextBytes(id);
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Steno")
                    .addRDN(BCStyle.CN, "Steno CA " + HexFormat.of().formatHex(id))
                    .build();
            KeyPair pair = type.generate();
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    serial(random),
                    Date.from(now.minus(BACKDATE)),
                    Date.from(now.plus(VALIDITY)),
                    name,
                    pair.getPublic());
            // Path length 0: the root may sign leaves only, so a leaked leaf can never act as a CA.
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            byte[] certificate = builder.build(
                            new JcaContentSignerBuilder(PrivateKeys.signatureAlgorithm(pair.getPrivate()))
                                    .build(pair.getPrivate()))
                    .getEncoded();
            return new RootCertificate(certificate, pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java platform cannot create a CA key of type " + type, e);
        }
    }

    /** A random positive serial number of 127 bits (RFC 5280, 4.1.2.2: at most 20 octets). */
    static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }
}
