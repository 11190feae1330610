package dev.steno.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Issues leaf certificates (RFC 5280) under one CA. All leaves share one key, which is not the CA's: a key per leaf
 * would double the cost and protect nothing, since all keys live in the same memory. Pure; loads Bouncy Castle; any
 * thread, but signing takes CPU time.
 */
final class LeafIssuer {
    /** Lifetime of a leaf. Chromium and Apple refuse leaves of 200 days and more. */
    static final Duration VALIDITY = Duration.ofDays(199);

    private static final int COMMON_NAME_LIMIT = 64; // ub-common-name, RFC 5280 A.1

    private final CertificateAuthority authority;
    private final KeyPair keys;
    private final SubjectPublicKeyInfo publicKey;
    private final IssuerId issuer;
    private final @Nullable Extension revocations; // names the list in every leaf; null if the CA may not sign one
    private final String signature;
    private final SecureRandom random = new SecureRandom();

    LeafIssuer(CertificateAuthority authority, KeyType leafKey) throws GeneralSecurityException {
        this.authority = authority;
        this.keys = leafKey.generate();
        this.publicKey = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        X509Certificate ca = authority.certificate();
        this.issuer = IssuerId.of(ca);
        this.revocations = RevocationList.mayBeSignedBy(ca) ? RevocationList.distributionPoint() : null;
        this.signature = PrivateKeys.signatureAlgorithm(authority.key());
    }

    /**
     * Issues a leaf.
     *
     * @param names at least one; the first is the requested host
     * @throws GeneralSecurityException if the CA has expired
     */
    Leaf issue(List<AltName> names, Instant now) throws GeneralSecurityException {
        X509Certificate ca = authority.certificate();
        Instant end = ca.getNotAfter().toInstant();
        if (!now.isBefore(end)) {
            throw new GeneralSecurityException("the CA expired on " + end + "; use another");
        }
        Instant from =
                later(now.minus(RootCertificate.BACKDATE), ca.getNotBefore().toInstant());
        Instant to = now.minus(RootCertificate.BACKDATE).plus(VALIDITY).minusSeconds(1);
        X500Name subject = subject(names.get(0));
        BigInteger serial = RootCertificate.serial(random);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer.name(), serial, Date.from(from), Date.from(to.isBefore(end) ? to : end), subject, publicKey);
        try {
            // Critical if the subject is empty (RFC 5280, 4.2.1.6).
            builder.addExtension(Extension.subjectAlternativeName, subject.getRDNs().length == 0, generalNames(names));
            builder.addExtension(Extension.authorityKeyIdentifier, false, issuer.key());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage()));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            if (revocations != null) {
                builder.addExtension(revocations);
            }
            byte[] encoded = builder.build(new JcaContentSignerBuilder(signature).build(authority.key()))
                    .getEncoded();
            X509Certificate leaf = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new Leaf("leaf-" + serial.toString(16), keys.getPrivate(), chain(leaf));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(
                    "cannot create a certificate for " + names.get(0).text(), e);
        }
    }

    /**
     * The chain sent to clients. It includes the root, although TLS permits omitting it (RFC 8446, 4.4.2): Chromium
     * with {@code --ignore-certificate-errors-spki-list} searches the sent certificates for it, and browsers show it to
     * people.
     */
    private X509Certificate[] chain(X509Certificate leaf) {
        List<X509Certificate> above = authority.chain();
        X509Certificate[] chain = new X509Certificate[1 + above.size()];
        chain[0] = leaf;
        for (int i = 0; i < above.size(); i++) {
            chain[i + 1] = above.get(i);
        }
        return chain;
    }

    private int usage() {
        boolean rsa = keys.getPublic().getAlgorithm().equals("RSA");
        return rsa ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment : KeyUsage.digitalSignature;
    }

    private static X500Name subject(AltName name) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        return name.text().length() <= COMMON_NAME_LIMIT
                ? builder.addRDN(BCStyle.CN, name.text()).build()
                : builder.build();
    }

    private static GeneralNames generalNames(List<AltName> names) {
        GeneralName[] general = new GeneralName[names.size()];
        for (int i = 0; i < general.length; i++) {
            AltName name = names.get(i);
            general[i] = new GeneralName(name.ip() ? GeneralName.iPAddress : GeneralName.dNSName, name.text());
        }
        return new GeneralNames(general);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
