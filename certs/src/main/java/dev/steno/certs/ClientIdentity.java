package dev.steno.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A client certificate with its key, with which Steno authenticates itself to servers. Immutable.
 *
 * @param alias a name that is unique per file that was read
 * @param key the private key
 * @param chain the key's certificate first; not copied, must not be modified
 * @param exposed whether users other than the file's owner may read it
 */
public record ClientIdentity(String alias, PrivateKey key, X509Certificate[] chain, boolean exposed) {

    /**
     * Reads a PEM file with a key (PKCS#8, PKCS#1 or SEC 1, not encrypted) and its certificates in any order. Blocking
     * disk access.
     *
     * @throws IOException if the file cannot be used, or users other than its owner may change it; the message names
     *     the file and the remedy
     */
    public static ClientIdentity read(Path file) throws IOException {
        PrivateFiles.requireUnwritable(file);
        List<X509Certificate> certificates = CaMaterial.certificates(file);
        try {
            PrivateKey key = PrivateKeys.decode(CaMaterial.key(file));
            for (X509Certificate candidate : certificates) {
                if (PrivateKeys.isPair(key, candidate.getPublicKey())) {
                    List<X509Certificate> chain = new ArrayList<>(certificates);
                    chain.remove(candidate);
                    chain.add(0, candidate);
                    return new ClientIdentity(
                            file.toString(), key, chain.toArray(X509Certificate[]::new), PrivateFiles.isExposed(file));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the key in " + file + " cannot be used: " + e.getMessage(), e);
        }
        throw new IOException("the key in " + file + " matches no certificate in that file");
    }

    /** Does not include the key. */
    @Override
    public String toString() {
        return "Identity[" + alias + "]";
    }
}
