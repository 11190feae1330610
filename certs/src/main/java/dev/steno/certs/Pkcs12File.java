package dev.steno.certs;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;

/** A certificate as a PKCS#12 file (RFC 7292) for trust stores. Stateless; loads Bouncy Castle. */
final class Pkcs12File {
    /** Java trusts a PKCS#12 certificate only if its bag has this attribute, which names the purpose. */
    private static final ASN1ObjectIdentifier JAVA_TRUSTED_KEY_USAGE =
            new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    /**
     * The empty password. RFC 7292 B.1 terminates a password with a zero character, so "" is two zero bytes, which key
     * derivation repeats to a full block. Bouncy Castle treats an empty array as no password at all, which derives
     * another key. A single zero character derives the same block as "".
     */
    private static final char[] EMPTY_PASSWORD = {'\0'};

    private Pkcs12File() {}

    /**
     * Not encrypted, since the certificate is public and readers differ in the ciphers they support. The MAC uses
     * SHA-1, because Windows and older macOS refuse a file without a MAC and support no other.
     */
    static byte[] pkcs12(X509Certificate certificate) {
        try {
            PKCS12SafeBag bag = new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate))
                    .addBagAttribute(
                            PKCSObjectIdentifiers.pkcs_9_at_friendlyName,
                            new DERBMPString(
                                    certificate.getSubjectX500Principal().getName()))
                    .addBagAttribute(JAVA_TRUSTED_KEY_USAGE, KeyPurposeId.anyExtendedKeyUsage)
                    .build();
            return new PKCS12PfxPduBuilder()
                    .addData(bag)
                    .build(new BcPKCS12MacCalculatorBuilder(), EMPTY_PASSWORD)
                    .getEncoded();
        } catch (CertificateEncodingException | PKCSException | IOException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }
}
