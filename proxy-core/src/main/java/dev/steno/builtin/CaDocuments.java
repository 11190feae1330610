package dev.steno.builtin;

import java.time.Instant;
import java.util.Optional;

/**
 * The documents of the CA that {@link CaPage} serves. The page has no access to the CA itself: a built-in addon uses
 * only the API that third-party addons have. Immutable.
 *
 * @param name the certificate's subject, an X.500 name
 * @param until the instant at which the certificate expires
 * @param fingerprint SHA-256 of the certificate, in hexadecimal pairs with colons
 * @param spkiHash SHA-256 of the certificate's SubjectPublicKeyInfo, in base64 (RFC 7469, 2.4)
 * @param pem the certificate as text (RFC 7468)
 * @param der the certificate in DER
 * @param p12 the certificate in PKCS#12 without a key
 * @param revocationList an empty list of revoked leaves (RFC 5280, 5) in DER; empty if the CA may not sign one
 */
public record CaDocuments(
        String name,
        Instant until,
        String fingerprint,
        String spkiHash,
        byte[] pem,
        byte[] der,
        byte[] p12,
        Optional<byte[]> revocationList) {}
