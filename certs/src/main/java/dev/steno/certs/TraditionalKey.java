package dev.steno.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Converts keys in formats older than PKCS#8, which {@code openssl} still writes. Stateless; loads Bouncy Castle. */
final class TraditionalKey {
    private TraditionalKey() {}

    /** Converts the key to PKCS#8. */
    static byte[] toPkcs8(Pem block) throws GeneralSecurityException {
        try {
            ASN1Primitive inner = ASN1Primitive.fromByteArray(block.der());
            AlgorithmIdentifier algorithm = block.label().startsWith("RSA")
                    ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
                    : new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve(inner));
            return new PrivateKeyInfo(algorithm, inner).getEncoded();
        } catch (IOException | IllegalArgumentException e) {
            throw new GeneralSecurityException("the " + block.label() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static ASN1Encodable curve(ASN1Primitive key) {
        ASN1Encodable curve = ECPrivateKey.getInstance(key).getParametersObject();
        if (curve == null) {
            throw new IllegalArgumentException("the EC key does not name its curve");
        }
        return curve;
    }
}
