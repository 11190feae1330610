package dev.steno.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The CA that signs Steno's leaf certificates, with its private key. Immutable; any thread, but opening reads and may
 * write files and must not happen on an event loop.
 *
 * <p>A CA is used only if it may sign certificates, is valid at present, fits its key, and its key file cannot be read or
 * changed by every user of the machine.
 */
public final class CertificateAuthority {
    private final Path certificateFile;
    private final boolean created;
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final byte[] der;

    private CertificateAuthority(Path certificateFile, boolean created, CaMaterial material) {
        this.certificateFile = certificateFile;
        this.created = created;
        this.key = material.key();
        this.chain = material.chain();
        try {
            this.der = chain.get(0).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
    }

    /** The CA of a home directory; an EC P-256 one is made where there is none. */
    public static CertificateAuthority open(Path home) throws IOException {
        return open(home, KeyType.EC_P256);
    }

    /**
     * The CA of a home directory, which consists of {@code ca.pem} and {@code ca-key.pem} (mode 0600). Where there is none
     * it is made, and the directory with mode 0700. Of several threads or processes that do so at once, one makes it and
     * all use it.
     *
     * @param type what to make; an existing CA is used whatever its type
     * @throws CaRefusedException if the CA cannot be used
     */
    public static CertificateAuthority open(Path home, KeyType type) throws IOException {
        CaHome files = new CaHome(home);
        boolean created = files.createIfMissing(type);
        OwnerOnly.requirePrivate(files.keyFile());
        return new CertificateAuthority(
                files.certificateFile(), created, CaMaterial.read(files.certificateFile(), files.keyFile()));
    }

    /**
     * An own CA from one PEM file with the certificate and its key in any order.
     *
     * @throws CaRefusedException if it cannot be used
     */
    public static CertificateAuthority load(Path pem) throws IOException {
        return load(pem, pem);
    }

    /**
     * An own CA from PEM files. The first certificate that fits the key is the CA; the others, such as the root above an
     * intermediate, are sent to clients after it. The key may be PKCS#8, PKCS#1 or SEC 1, not encrypted.
     *
     * @throws CaRefusedException if it cannot be used
     */
    public static CertificateAuthority load(Path certificateFile, Path keyFile) throws IOException {
        for (Path file : List.of(certificateFile, keyFile)) {
            if (!Files.isRegularFile(file)) {
                throw new CaRefusedException("There is no file " + file + " to load the CA from.");
            }
        }
        OwnerOnly.requirePrivate(keyFile);
        return new CertificateAuthority(certificateFile, false, CaMaterial.read(certificateFile, keyFile));
    }

    /** The CA's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The CA's certificate and those above it, as far as they were given. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The file that the certificate was read from. */
    public Path certificateFile() {
        return certificateFile;
    }

    /** Whether opening made this CA: clients do not trust it yet. */
    public boolean created() {
        return created;
    }

    /** The certificate as text (RFC 7468). */
    public byte[] pem() {
        return Pem.encode(Pem.CERTIFICATE, der);
    }

    /** The certificate in DER. */
    public byte[] der() {
        return der.clone();
    }

    /** The certificate in PKCS#12 (RFC 7292), without a key, not encrypted; the password is empty. */
    public byte[] p12() {
        return TrustFile.pkcs12(certificate());
    }

    /**
     * An empty list of revoked leaves, made now (RFC 5280, 5) and signed by this CA, in DER. Signs, so it must not be called
     * on an event loop.
     *
     * @param now the list ends 30 days after it
     * @return empty if the certificate does not permit it: its key usage lacks cRLSign. Leaves then name no list either.
     */
    public Optional<byte[]> revocationList(Instant now) {
        if (!RevocationList.mayBeSignedBy(certificate())) {
            return Optional.empty();
        }
        try {
            return Optional.of(RevocationList.make(certificate(), key, now));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA's key no longer signs: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the certificate as browsers show it: upper-case hexadecimal pairs with colons. */
    public String fingerprint() {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(der));
    }

    /**
     * SHA-256 of the certificate's SubjectPublicKeyInfo in base64 (RFC 7469, 2.4), as Chromium's {@code
     * --ignore-certificate-errors-spki-list} takes it.
     */
    public String spkiHash() {
        return Base64.getEncoder()
                .encodeToString(sha256(certificate().getPublicKey().getEncoded()));
    }

    /** For signing leaves. */
    PrivateKey key() {
        return key;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
