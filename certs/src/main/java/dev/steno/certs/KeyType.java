package dev.steno.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The key types that Steno generates. */
public enum KeyType {
    /** ECDSA on NIST P-256, the default: minting a leaf takes less than a millisecond. */
    EC_P256 {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        }
    },

    /** RSA with 2048 bits, for clients that do not support elliptic curves. */
    RSA_2048 {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }
    };

    /** Generates a key pair with the JDK's own providers. */
    abstract KeyPair generate() throws GeneralSecurityException;
}
