package dev.steno.certs;

import dev.steno.certs.UntrustedServerException.Cause;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds a path from a server's certificate to a trusted CA (RFC 5280, 6), accepting what both curl and Chromium accept.
 * This class finds candidate paths, because servers send chains out of order, with surplus certificates and with
 * expired cross-signed roots; the JDK validates each candidate. Immutable; any thread.
 */
public final class ChainVerifier {
    /** Upper bound on the length of a path, in certificates without the trust anchor. */
    private static final int DEEPEST = 10;

    /**
     * Upper bound on the paths validated per chain. One validation costs up to a millisecond, and the server controls
     * the number of candidates.
     */
    private static final int TRIES = 16;

    /** Upper bound on the certificates inspected per chain. */
    private static final int STEPS = 500;

    private final Map<X500Principal, List<X509Certificate>> anchors = new HashMap<>();

    /** @param anchors the trusted CA certificates, or servers' own certificates */
    public ChainVerifier(Collection<X509Certificate> anchors) {
        for (X509Certificate anchor : anchors) {
            this.anchors
                    .computeIfAbsent(anchor.getSubjectX500Principal(), name -> new ArrayList<>(1))
                    .add(anchor);
        }
    }

    /**
     * Verifies that a path leads from a server's certificate to a trusted CA.
     *
     * @param sent the certificates the server sent: its own first, the others in any order
     * @param known further certificates that may be part of the path; they are not trusted themselves
     * @return the earliest expiry on the path
     * @throws MissingIssuerException if the path ends at a CA whose certificate is not available
     * @throws CertificateException if no path is valid; the message describes the fault of the first one
     */
    public Instant check(List<X509Certificate> sent, Collection<X509Certificate> known, Instant now)
            throws CertificateException {
        X509Certificate own = sent.get(0);
        CertificateUsage.check(own);
        if (trusted(own.getSubjectX500Principal()).contains(own)) {
            requireValid("it", own, own, now);
            return own.getNotAfter().toInstant();
        }
        return new Search(sent, known, now).run();
    }

    private List<X509Certificate> trusted(X500Principal subject) {
        return anchors.getOrDefault(subject, List.of());
    }

    private static void requireValid(String it, X509Certificate certificate, X509Certificate own, Instant now)
            throws CertificateException {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new UntrustedServerException(Cause.EXPIRED, own, ChainErrors.expired(it, certificate));
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new UntrustedServerException(Cause.NOT_YET_VALID, own, ChainErrors.early(it, certificate));
        }
    }

    /** One depth-first search. If every path fails, the fault of the first is reported. */
    private final class Search {
        private final List<X509Certificate> pool;
        private final List<X509Certificate> path = new ArrayList<>();
        private final Instant now;
        private int tries = TRIES;
        private int steps = STEPS;
        private @Nullable CertificateException fault;
        private @Nullable X509Certificate deadEnd;
        private Instant end = Instant.MAX;

        Search(List<X509Certificate> sent, Collection<X509Certificate> known, Instant now) {
            this.pool = new ArrayList<>(sent.subList(1, sent.size()));
            this.pool.addAll(known);
            this.now = now;
            path.add(sent.get(0));
        }

        Instant run() throws CertificateException {
            if (walk()) {
                return end;
            }
            if (fault != null) {
                throw fault;
            }
            throw unlinked(deadEnd == null ? path.get(0) : deadEnd);
        }

        /** Extends the current path depth-first; returns whether a valid path to a trust anchor was found. */
        private boolean walk() throws CertificateException {
            X509Certificate last = path.get(path.size() - 1);
            X500Principal issuer = last.getIssuerX500Principal();
            boolean linked = false;
            for (X509Certificate anchor : trusted(issuer)) {
                linked = true;
                if (tries-- > 0 && isGood(anchor)) {
                    return true;
                }
            }
            for (X509Certificate above : pool) {
                if (steps-- > 0
                        && path.size() < DEEPEST
                        && above.getSubjectX500Principal().equals(issuer)
                        && !path.contains(above)) {
                    linked = true;
                    path.add(above);
                    if (walk()) {
                        return true;
                    }
                    path.remove(path.size() - 1);
                }
            }
            if (!linked && deadEnd == null) {
                deadEnd = last;
            }
            return false;
        }

        private boolean isGood(X509Certificate anchor) throws CertificateException {
            try {
                validate(anchor);
                return true;
            } catch (CertificateException e) {
                fault = fault == null ? e : fault;
                return false;
            }
        }

        private void validate(X509Certificate anchor) throws CertificateException {
            for (X509Certificate certificate : path) {
                CertificateUsage.requireSignature(certificate, path.get(0));
            }
            for (X509Certificate authority : path.subList(1, path.size())) {
                CertificateUsage.checkAuthority(authority);
            }
            CertificateUsage.checkAnchor(anchor);
            requireValid(
                    "the certificate of its authority, " + ChainErrors.subject(anchor) + ",", anchor, path.get(0), now);
            try {
                PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
                parameters.setRevocationEnabled(false);
                parameters.setDate(Date.from(now));
                CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            } catch (CertPathValidatorException e) {
                throw ChainErrors.of(e, path);
            } catch (GeneralSecurityException e) {
                throw new CertificateException("its path cannot be validated: " + e.getMessage(), e);
            }
            requireLength(anchor);
            if (NameConstraints.in(anchor)) {
                NameConstraints.check(anchor, path);
            }
            end = anchor.getNotAfter().toInstant();
            for (X509Certificate certificate : path) {
                Instant its = certificate.getNotAfter().toInstant();
                end = its.isBefore(end) ? its : end;
            }
        }

        /**
         * Checks the anchor's own path length limit, which the JDK ignores. Self-issued certificates do not count (RFC
         * 5280, 4.2.1.9).
         */
        private void requireLength(X509Certificate anchor) throws CertificateException {
            long between = path.subList(1, path.size()).stream()
                    .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
                    .count();
            int most = anchor.getBasicConstraints();
            if (most >= 0 && between > most) {
                throw new CertificateException("its path has " + between + " intermediates below "
                        + ChainErrors.subject(anchor) + ", whose basic constraints permit " + most);
            }
        }

        private CertificateException unlinked(X509Certificate last) {
            X509Certificate own = path.get(0);
            if (last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                return last == own
                        ? new UntrustedServerException(Cause.SELF_SIGNED, own, "it is self-signed")
                        : new UntrustedServerException(
                                Cause.UNKNOWN_AUTHORITY,
                                own,
                                "its root, " + ChainErrors.subject(last) + ", is not among the trusted authorities");
            }
            List<String> locations = IssuerLocations.of(last);
            // public authorities state where their certificates can be fetched (RFC 5280, 4.2.2.1); private ones
            // rarely do
            boolean between = last != own || !locations.isEmpty();
            return new MissingIssuerException(
                    between ? Cause.MISSING_INTERMEDIATE : Cause.UNKNOWN_AUTHORITY,
                    own,
                    (between ? "it is incomplete, a missing intermediate" : "it is signed by an unknown authority")
                            + ": the certificate of " + ChainErrors.issuer(last) + ", which signed that of "
                            + ChainErrors.subject(last) + ", is not trusted and was not sent"
                            + (between ? "" : "; it is a private authority's, or a missing intermediate"),
                    locations);
        }
    }
}
