package dev.steno.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The revocation list of leaves (RFC 5280, 5). It is always empty, since a leaf exists only in the memory of one
 * process and is never revoked. It is needed because Windows' TLS refuses a certificate that names no source of
 * revocations ({@code CRYPT_E_NO_REVOCATION_CHECK}). Pure; loads Bouncy Castle. Creating a list computes a signature,
 * so it must not be done on an event loop.
 */
final class RevocationList {
    /**
     * The URL from which clients fetch the list. The proxy itself answers requests for this host, so one URL works for
     * every listener.
     */
    static final String URL = "http://steno.internal/ca.crl";

    /** Time from the issue of a list to its next update. */
    static final Duration VALIDITY = Duration.ofDays(30);

    private static final int CRL_SIGN = 6; // RFC 5280, 4.2.1.3

    private RevocationList() {}

    /** Whether a CA may sign lists: its key usage has cRLSign, or it has no key usage (RFC 5280, 6.3.3 (f)). */
    static boolean mayBeSignedBy(X509Certificate ca) {
        boolean[] usage = ca.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    /** The extension by which a leaf names the list's URL (RFC 5280, 4.2.1.13). */
    static Extension distributionPoint() {
        GeneralNames place = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, URL));
        DistributionPoint point = new DistributionPoint(new DistributionPointName(place), null, null);
        try {
            return Extension.create(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
        } catch (IOException e) {
            throw new IllegalStateException("an extension without variable parts has no encoding", e);
        }
    }

    /**
     * Creates a list, in DER. Its number is the time of issue in seconds, which increases across restarts as required
     * by RFC 5280, 5.2.3.
     *
     * @param now the list is valid from two days earlier, for clients whose clock is slow, until {@link #VALIDITY}
     *     later
     */
    static byte[] make(X509Certificate ca, PrivateKey key, Instant now) throws GeneralSecurityException {
        IssuerId issuer = IssuerId.of(ca);
        X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer.name(), Date.from(now.minus(RootCertificate.BACKDATE)));
        builder.setNextUpdate(Date.from(now.plus(VALIDITY)));
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false, issuer.key());
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.getEpochSecond())));
            return builder.build(new JcaContentSignerBuilder(PrivateKeys.signatureAlgorithm(key)).build(key))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("cannot create a revocation list", e);
        }
    }
}
