package dev.steno.net.tls;

import dev.steno.certs.ClientIdentity;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Gives the TLS engine a client certificate if a server asks for one. Remembers the handshakes for which there is none, since
 * their error does not name the cause. Any thread.
 */
final class ClientKeys extends EngineKeys {
    private final ClientIdentities identities;
    private final Set<SSLEngine> lacking = ConcurrentHashMap.newKeySet();

    ClientKeys(ClientIdentities identities) {
        this.identities = identities;
    }

    /** Whether a server asked for a certificate that does not exist, in a handshake that has ended. The second call returns false. */
    boolean lackedCertificate(SSLEngine engine) {
        return lacking.remove(engine);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            return null;
        }
        ClientIdentity found = identities.of(engine.getPeerHost());
        if (found == null) {
            lacking.add(engine);
            return null;
        }
        return found.alias();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        ClientIdentity found = identities.byAlias(alias);
        return found == null ? null : found.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        ClientIdentity found = identities.byAlias(alias);
        return found == null ? null : found.key();
    }
}
