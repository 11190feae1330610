package dev.steno.net.http3;

import dev.steno.certs.Leaf;
import dev.steno.net.tls.EngineKeys;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Hands the TLS of QUIC the leaf of each connection under way. Its questions come on the thread {@code quic-tls}, which may
 * wait for the mint; event loops only say what is awaited.
 */
final class QuicKeys extends EngineKeys {
    private final ConcurrentHashMap<SSLEngine, CompletableFuture<Leaf>> leaves = new ConcurrentHashMap<>();

    /** The engine's connection will show this leaf: the last that was named before it is asked for. */
    void expect(SSLEngine engine, CompletionStage<Leaf> leaf) {
        leaves.put(engine, leaf.toCompletableFuture());
    }

    /** The leaf that the engine's connection shows, where it is minted; null elsewhere. */
    @Nullable
    Leaf shown(SSLEngine engine) {
        CompletableFuture<Leaf> leaf = leaves.get(engine);
        return leaf == null || leaf.isCompletedExceptionally() ? null : leaf.getNow(null);
    }

    /** The handshake ended, well or not. */
    void forget(SSLEngine engine) {
        leaves.remove(engine);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        CompletableFuture<Leaf> awaited = engine == null ? null : leaves.get(engine);
        try {
            Leaf leaf = awaited == null ? null : awaited.join();
            return leaf != null && leaf.key().getAlgorithm().equals(keyType.split("_", 2)[0]) ? leaf.alias() : null;
        } catch (CompletionException e) {
            return null; // the handshake fails for want of a certificate
        }
    }

    /** Handshakes under way are few, and the leaf of one that asks is among theirs. */
    private @Nullable Leaf leaf(@Nullable String alias) {
        for (SSLEngine engine : leaves.keySet()) {
            Leaf leaf = shown(engine);
            if (leaf != null && leaf.alias().equals(alias)) {
                return leaf;
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Leaf leaf = leaf(alias);
        return leaf == null ? null : leaf.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Leaf leaf = leaf(alias);
        return leaf == null ? null : leaf.key();
    }
}
