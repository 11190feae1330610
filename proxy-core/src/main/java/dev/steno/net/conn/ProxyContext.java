package dev.steno.net.conn;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.certs.LeafMint;
import dev.steno.net.channel.NameResolver;
import dev.steno.net.channel.OwnAddresses;
import dev.steno.net.channel.TraceLog;
import dev.steno.net.channel.Transport;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.tls.TlsContexts;
import org.jspecify.annotations.Nullable;

/**
 * Objects shared by all connections of a running proxy. The record is immutable; each object says which threads may use it.
 *
 * @param self where the proxy listens, so that a request back to it is refused, which avoids a request loop
 * @param plainVersions which servers in the clear turned out not to speak HTTP/2
 * @param tlsVersions which servers of TLS required HTTP/1.1 though they had agreed to HTTP/2
 * @param trace where the steps of connections are shown; null if they are not
 */
public record ProxyContext(
        ProxySettings settings,
        Transport transport,
        AddonRuntime addons,
        TlsContexts tls,
        LeafMint mint,
        NameResolver resolver,
        OwnAddresses self,
        Http1OnlyCache plainVersions,
        Http1OnlyCache tlsVersions,
        @Nullable TraceLog trace) {}
