package dev.steno.certs;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
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

/** Certificates as a PKCS#12 file (RFC 7292) for trust stores. Stateless; any thread; loads Bouncy Castle. */
public final class Pkcs12File {
    /** The bag attribute that states the purpose of a certificate; Java trusts no PKCS#12 certificate without it. */
    private static final ASN1ObjectIdentifier JAVA_TRUSTED_KEY_USAGE =
            new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    /**
     * The empty password. RFC 7292, B.1 terminates a password with a zero character, so that "" becomes two zero bytes,
     * which the key derivation repeats to fill a block. Bouncy Castle treats an empty array as the absence of a
     * password, which gives a different key. A single zero character fills the block with the same bytes as "".
     */
    private static final char[] EMPTY_PASSWORD = {'\0'};

    private Pkcs12File() {}

    /**
     * The file is not encrypted, since certificates are public and programs differ in the ciphers they support. It has
     * a MAC with SHA-1: Windows and older versions of macOS refuse a file without a MAC and support no other.
     */
    static byte[] pkcs12(X509Certificate certificate) {
        return file(
                List.of(bag(certificate, certificate.getSubjectX500Principal().getName())));
    }

    /**
     * Returns a trust store for Java with an empty password, which a JVM opens without being told one.
     *
     * @param certificates the authorities to trust; Java names an entry by its subject, so a number keeps those with
     *     equal subjects apart
     */
    public static byte[] trustStore(List<X509Certificate> certificates) {
        List<PKCS12SafeBag> bags = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            bags.add(bag(
                    certificate,
                    bags.size() + " " + certificate.getSubjectX500Principal().getName()));
        }
        return file(bags);
    }

    private static PKCS12SafeBag bag(X509Certificate certificate, String name) {
        try {
            return new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate))
                    .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(name))
                    .addBagAttribute(JAVA_TRUSTED_KEY_USAGE, KeyPurposeId.anyExtendedKeyUsage)
                    .build();
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static byte[] file(List<PKCS12SafeBag> bags) {
        try {
            PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
            for (PKCS12SafeBag bag : bags) {
                builder.addData(bag);
            }
            return builder.build(new BcPKCS12MacCalculatorBuilder(), EMPTY_PASSWORD)
                    .getEncoded();
        } catch (PKCSException | IOException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }
}
