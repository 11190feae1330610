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
 * Gives the TLS of QUIC the leaf certificate of each handshake in progress. TLS asks on the thread {@code quic-tls}, which
 * may wait for the mint; event loops only register the pending leaf. Thread-safe.
 */
final class QuicKeys extends EngineKeys {
    private final ConcurrentHashMap<SSLEngine, CompletableFuture<Leaf>> leaves = new ConcurrentHashMap<>();

    /** Registers the leaf that the engine's connection will show, in place of the one registered before. */
    void expect(SSLEngine engine, CompletionStage<Leaf> leaf) {
        leaves.put(engine, leaf.toCompletableFuture());
    }

    /** The leaf of the engine's connection; null if it is not minted yet, or cannot be. */
    @Nullable
    Leaf shown(SSLEngine engine) {
        CompletableFuture<Leaf> leaf = leaves.get(engine);
        return leaf == null || leaf.isCompletedExceptionally() ? null : leaf.getNow(null);
    }

    /** The handshake has succeeded or failed. */
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
            return null; // without a certificate the handshake fails
        }
    }

    /** The leaf with this alias, which TLS asks for instead of an engine's; handshakes in progress are few. */
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
