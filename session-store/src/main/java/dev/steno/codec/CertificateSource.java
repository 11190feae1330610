package dev.steno.codec;

import dev.steno.flow.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates are found, since a flow names them only by fingerprint. Called by {@link FlowCodec#decode} on its
 * caller's thread, once for each certificate that the flow names, so it should remember what it found.
 */
@FunctionalInterface
public interface CertificateSource {

    /**
     * The certificate with a fingerprint.
     *
     * @param sha256 SHA-256 of the encoded certificate, 32 bytes, the callee's to keep
     * @return null where there is none; decoding then fails, since a chain with a hole would be a false record
     */
    @Nullable
    Certificate certificate(byte[] sha256);
}
