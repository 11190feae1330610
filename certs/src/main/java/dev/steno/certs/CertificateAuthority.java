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
 * The CA that signs Steno's leaf certificates, with its private key. Immutable; any thread. Opening a CA reads and may
 * write files, so it must not be done on an event loop.
 *
 * <p>A CA is accepted only if it may sign certificates, is currently valid, matches its key, and its key file is
 * neither readable nor writable by every user of the machine.
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

    /** Opens the CA of a home folder; creates one with an EC P-256 key if there is none. */
    public static CertificateAuthority open(Path home) throws IOException {
        return open(home, KeyType.EC_P256);
    }

    /**
     * Opens the CA of a home folder: {@code ca.pem} and {@code ca-key.pem} (mode 0600). Creates the CA if it is
     * missing, and the folder with mode 0700. If several threads or processes do this at once, one of them creates
     * the CA and all use it.
     *
     * @param type the key type of a new CA; ignored if the CA exists
     * @throws CaRefusedException if the CA cannot be used
     */
    public static CertificateAuthority open(Path home, KeyType type) throws IOException {
        CaHome files = new CaHome(home);
        boolean created = files.createIfMissing(type);
        PrivateFiles.requirePrivate(files.keyFile());
        return new CertificateAuthority(
                files.certificateFile(), created, CaMaterial.read(files.certificateFile(), files.keyFile()));
    }

    /**
     * Loads the user's own CA from one PEM file that contains the certificate and its key in any order.
     *
     * @throws CaRefusedException if it cannot be used
     */
    public static CertificateAuthority load(Path pem) throws IOException {
        return load(pem, pem);
    }

    /**
     * Loads the user's own CA from PEM files. The first certificate that matches the key is the CA; the others, such as
     * the root above an intermediate, are sent to clients after it. The key may be PKCS#8, PKCS#1 or SEC 1, and must
     * not be encrypted.
     *
     * @throws CaRefusedException if it cannot be used
     */
    public static CertificateAuthority load(Path certificateFile, Path keyFile) throws IOException {
        for (Path file : List.of(certificateFile, keyFile)) {
            if (!Files.isRegularFile(file)) {
                throw new CaRefusedException("the CA file " + file + " does not exist; give the path of a PEM file");
            }
        }
        PrivateFiles.requirePrivate(keyFile);
        return new CertificateAuthority(certificateFile, false, CaMaterial.read(certificateFile, keyFile));
    }

    /** The CA's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The CA's certificate, followed by the certificates of its issuers in the file, if any. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The file from which the certificate was read. */
    public Path certificateFile() {
        return certificateFile;
    }

    /** Whether this CA was created when it was opened, so that no client trusts it yet. */
    public boolean created() {
        return created;
    }

    /** The certificate in PEM (RFC 7468). */
    public byte[] pem() {
        return Pem.encode(Pem.CERTIFICATE, der);
    }

    /** The certificate in DER. */
    public byte[] der() {
        return der.clone();
    }

    /** The certificate in PKCS#12 (RFC 7292), without a key and not encrypted; the password is empty. */
    public byte[] p12() {
        return Pkcs12File.pkcs12(certificate());
    }

    /**
     * A new, empty certificate revocation list in DER, signed by this CA (RFC 5280, 5). Signing takes CPU time, so
     * never call this on an event loop.
     *
     * @param now the time of issue; the list is valid for 30 days from it
     * @return empty if the CA's key usage lacks cRLSign; the CA's leaves refer to no list in that case
     */
    public Optional<byte[]> revocationList(Instant now) {
        if (!RevocationList.mayBeSignedBy(certificate())) {
            return Optional.empty();
        }
        try {
            return Optional.of(RevocationList.make(certificate(), key, now));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA's key can no longer sign: " + e.getMessage(), e);
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

    /** The private key that signs leaves. */
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
