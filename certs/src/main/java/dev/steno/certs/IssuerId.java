package dev.steno.certs;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The identification of a certificate's issuer: the issuer's name and key identifier. Pure; loads Bouncy Castle.
 *
 * @param name the CA's subject exactly as encoded, since verifiers may compare issuer and subject byte by byte
 * @param key the CA's own key identifier; if it has none, SHA-1 of its key (RFC 5280, 4.2.1.2, method 1)
 */
record IssuerId(X500Name name, AuthorityKeyIdentifier key) {

    static IssuerId of(X509Certificate ca) throws GeneralSecurityException {
        return new IssuerId(
                X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
                new AuthorityKeyIdentifier(subjectKey(ca)));
    }

    private static byte[] subjectKey(X509Certificate ca) throws GeneralSecurityException {
        byte[] extension = ca.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (extension != null) {
            byte[] content = ASN1OctetString.getInstance(extension).getOctets();
            return ASN1OctetString.getInstance(content).getOctets();
        }
        byte[] bits = SubjectPublicKeyInfo.getInstance(ca.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        return MessageDigest.getInstance("SHA-1").digest(bits);
    }
}
