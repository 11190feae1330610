package dev.steno.net.conn;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.certs.LeafMint;
import dev.steno.net.channel.NameResolver;
import dev.steno.net.channel.OwnAddresses;
import dev.steno.net.channel.TraceLog;
import dev.steno.net.channel.Transport;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.tls.TlsContexts;
import dev.steno.net.tls.TlsSetup;
import org.jspecify.annotations.Nullable;

/**
 * Objects shared by all connections of a running proxy. The record is immutable; each object says which threads may use it.
 *
 * @param tlsSetup may still be in progress: a handshake waits for it
 * @param self the proxy's own addresses; connections to them are refused to avoid a request loop
 * @param plainVersions servers without TLS that do not speak HTTP/2
 * @param tlsVersions servers with TLS that required HTTP/1.1 after HTTP/2 was negotiated
 * @param trace the log of connections' steps; null if nothing is traced
 */
public record ProxyContext(
        ProxySettings settings,
        Transport transport,
        AddonRuntime addons,
        TlsSetup tlsSetup,
        LeafMint mint,
        NameResolver resolver,
        OwnAddresses self,
        Http1OnlyCache plainVersions,
        Http1OnlyCache tlsVersions,
        @Nullable TraceLog trace) {

    /** Returns the contexts for TLS; only once {@code tlsSetup} is ready. */
    public TlsContexts tls() {
        return tlsSetup.contexts();
    }
}
