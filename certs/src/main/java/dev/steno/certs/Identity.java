package dev.steno.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate with its key by which a client proves to servers who it is.
 *
 * @param alias one per file that was read
 * @param key the private key
 * @param chain the key's certificate first; not copied, must not be changed
 * @param exposed whether others than the file's owner may read it
 */
public record Identity(String alias, PrivateKey key, X509Certificate[] chain, boolean exposed) {

    /**
     * Reads a PEM file with a key (PKCS#8, PKCS#1 or SEC 1, not encrypted) and its certificates in any order. Disk.
     *
     * @throws IOException if it cannot be used, or others than its owner may change it; the message names the file and says what to do
     */
    public static Identity read(Path file) throws IOException {
        OwnerOnly.requireUnwritable(file);
        List<X509Certificate> certificates = CaMaterial.certificates(file);
        try {
            PrivateKey key = PrivateKeys.decode(CaMaterial.key(file));
            for (X509Certificate candidate : certificates) {
                if (PrivateKeys.isPair(key, candidate.getPublicKey())) {
                    List<X509Certificate> chain = new ArrayList<>(certificates);
                    chain.remove(candidate);
                    chain.add(0, candidate);
                    return new Identity(
                            file.toString(), key, chain.toArray(X509Certificate[]::new), OwnerOnly.isExposed(file));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the key in " + file + " cannot be used: " + e.getMessage(), e);
        }
        throw new IOException("the key in " + file + " belongs to no certificate in it");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Identity[" + alias + "]";
    }
}
