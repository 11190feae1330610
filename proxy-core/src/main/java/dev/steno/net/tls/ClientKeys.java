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
 * Hands the TLS engine a certificate for a server that asks for one, and remembers of which handshakes that cannot be done,
 * since their failure says little by itself. Any thread.
 */
final class ClientKeys extends EngineKeys {
    private final ClientIdentities identities;
    private final Set<SSLEngine> inVain = ConcurrentHashMap.newKeySet();

    ClientKeys(ClientIdentities identities) {
        this.identities = identities;
    }

    /** Whether a server asked in vain during a handshake that has ended now. Forgets it. */
    boolean askedInVain(SSLEngine engine) {
        return inVain.remove(engine);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            return null;
        }
        ClientIdentity found = identities.of(engine.getPeerHost());
        if (found == null) {
            inVain.add(engine);
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
