package dev.steno.net.tls;

import dev.steno.certs.Leaf;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Hands the TLS engine the leaf that was minted for its connection. One context serves all hosts: an engine is created
 * with the leaf's alias as its peer host, and its later callbacks name only that. Any thread.
 */
final class LeafKeys extends EngineKeys {
    private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();

    private record Held(Leaf leaf, int handshakes) {}

    /** Registers a leaf for the duration of a handshake; {@link #releaseLeaf} removes it. */
    void holdLeaf(Leaf leaf) {
        held.merge(leaf.alias(), new Held(leaf, 1), (old, one) -> new Held(leaf, old.handshakes + 1));
    }

    void releaseLeaf(Leaf leaf) {
        held.computeIfPresent(
                leaf.alias(), (alias, old) -> old.handshakes == 1 ? null : new Held(leaf, old.handshakes - 1));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String alias = engine == null ? null : engine.getPeerHost();
        Held found = alias == null ? null : held.get(alias);
        return found != null && found.leaf.key().getAlgorithm().equals(keyType.split("_", 2)[0]) ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Held found = alias == null ? null : held.get(alias);
        return found == null ? null : found.leaf.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Held found = alias == null ? null : held.get(alias);
        return found == null ? null : found.leaf.key();
    }
}
