package dev.steno.codec;

import dev.steno.flow.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Finds certificates by fingerprint, since a flow stores only their fingerprints. {@link FlowCodec#decode} calls it on
 * its own thread, once per reference in the flow, so an implementation should cache.
 */
@FunctionalInterface
public interface CertificateSource {

    /**
     * Finds a certificate.
     *
     * @param sha256 SHA-256 of the encoded certificate, 32 bytes; the callee may keep the array
     * @return null if there is none; decoding then fails, since a chain with a gap would be a false record
     */
    @Nullable
    Certificate certificate(byte[] sha256);

    /** Returns the TLS sessions that were decoded with these certificates; null to decode each anew. */
    default @Nullable RecentTls recentTls() {
        return null;
    }
}
