package dev.steno.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A server certificate with its key.
 *
 * @param alias one per certificate, the same for as long as the process runs: a key for caches of converted key material
 * @param key the private key; the same for every leaf of a {@link LeafMint}
 * @param chain the leaf, the CA, and what was given above it; not copied, must not be changed
 */
public record Leaf(String alias, PrivateKey key, X509Certificate[] chain) {

    /** The leaf's own certificate. */
    public X509Certificate certificate() {
        return chain[0];
    }

    /** By alias: there is one per certificate. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Leaf that && alias.equals(that.alias);
    }

    @Override
    public int hashCode() {
        return alias.hashCode();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Leaf[" + alias + "]";
    }
}
