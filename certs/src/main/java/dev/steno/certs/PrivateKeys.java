package dev.steno.certs;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/** Decodes private keys and chooses their signature algorithm. Stateless; JDK providers only. */
final class PrivateKeys {
    private PrivateKeys() {}

    /** Whether a PEM block is a private key of any format, supported or not. */
    static boolean isKey(Pem block) {
        return block.label().endsWith(Pem.PRIVATE_KEY);
    }

    /**
     * Decodes a PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915) private key.
     *
     * @throws GeneralSecurityException if it has none of these formats, is encrypted, or is neither RSA nor EC; the
     *     message says what to do
     */
    static PrivateKey decode(Pem block) throws GeneralSecurityException {
        if (block.headers() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw new GeneralSecurityException("the key is encrypted, which is not supported; decrypt it with"
                    + " 'openssl pkcs8 -topk8 -nocrypt -in KEY -out PLAIN-KEY' and protect that file instead");
        }
        byte[] pkcs8 = switch (block.label()) {
            case Pem.PRIVATE_KEY -> block.der();
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> TraditionalKey.toPkcs8(block);
            default -> throw new GeneralSecurityException("a " + block.label() + " is not supported; use RSA or EC");
        };
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException refusal =
                new InvalidKeySpecException("the key is damaged, or neither RSA nor EC; use RSA or EC");
        for (String algorithm : new String[] {"EC", "RSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // The JDK does not report the algorithm of an encoded key, so each algorithm is tried in turn.
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }

    /** Whether the two keys are a pair: the public key verifies what the private key signs. */
    static boolean isPair(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        byte[] data = {1, 2, 3, 4};
        Signature signature = Signature.getInstance(signatureAlgorithm(key));
        signature.initSign(key);
        signature.update(data);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(data);
        return signature.verify(signed);
    }

    /**
     * The signature algorithm for a CA with this key, with a hash of the SHA-2 family that matches the key's strength.
     *
     * @throws NoSuchAlgorithmException for keys that browsers do not support, such as EdDSA
     */
    static String signatureAlgorithm(PrivateKey key) throws NoSuchAlgorithmException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> {
                int bits = key instanceof ECKey ec
                        ? ec.getParams().getCurve().getField().getFieldSize()
                        : 256;
                yield bits > 384 ? "SHA512withECDSA" : bits > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
            }
            default ->
                throw new NoSuchAlgorithmException(
                        "keys of type " + key.getAlgorithm() + " are not supported; use RSA or EC");
        };
    }
}
