package dev.steno.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A leaf certificate that Steno presents as a server, with its key. Immutable.
 *
 * @param alias a name that is unique per certificate for the lifetime of the process; used as key in caches of
 *     converted key material
 * @param key the private key; the same for every leaf of a {@link LeafMint}
 * @param chain the leaf, the CA, then the certificates of the CA's issuers; not copied, must not be modified
 */
public record Leaf(String alias, PrivateKey key, X509Certificate[] chain) {

    /** The leaf's own certificate. */
    public X509Certificate certificate() {
        return chain[0];
    }

    /** Compares the alias only, which is unique per certificate. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Leaf that && alias.equals(that.alias);
    }

    @Override
    public int hashCode() {
        return alias.hashCode();
    }

    /** Does not include the key. */
    @Override
    public String toString() {
        return "Leaf[" + alias + "]";
    }
}
