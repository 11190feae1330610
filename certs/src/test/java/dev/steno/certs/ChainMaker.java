package dev.steno.certs;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds one certificate of a chain, which may sign others. Valid by default. */
final class ChainMaker {
    private static final AtomicLong SERIALS = new AtomicLong(1_000);

    private final String name;
    private final KeyPair pair;
    private final List<Object[]> extensions = new ArrayList<>();
    private Instant from = Instant.now().minus(Duration.ofDays(10));
    private Instant to = Instant.now().plus(Duration.ofDays(10));
    private BigInteger serial = BigInteger.valueOf(SERIALS.getAndIncrement());
    private String signature;

    private ChainMaker(String name, KeyPair pair) {
        this.name = name;
        this.pair = pair;
    }

    static ChainMaker of(String name, String key) throws Exception {
        return new ChainMaker(name, pair(key));
    }

    /** The certificate of a CA. */
    static ChainMaker ca(String name) throws Exception {
        return of(name, "P-256").authority(-1);
    }

    /** The certificate of a server. */
    static ChainMaker server(String... dns) throws Exception {
        return of("server", "P-256").named(dns);
    }

    /** A second certificate for the same name and key, without extensions. */
    ChainMaker twin() {
        return new ChainMaker(name, pair);
    }

    ChainMaker authority(int pathLength) {
        return with(
                        Extension.basicConstraints,
                        true,
                        pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    ChainMaker named(String... dns) {
        GeneralName[] names = new GeneralName[dns.length];
        for (int i = 0; i < dns.length; i++) {
            boolean ip = dns[i].startsWith("ip:");
            names[i] = ip
                    ? new GeneralName(GeneralName.iPAddress, dns[i].substring(3))
                    : new GeneralName(GeneralName.dNSName, dns[i]);
        }
        return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    ChainMaker purpose(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    ChainMaker permitting(String dns) {
        return with(Extension.nameConstraints, true, new NameConstraints(tree(dns), null));
    }

    ChainMaker excluding(String dns) {
        return with(Extension.nameConstraints, true, new NameConstraints(null, tree(dns)));
    }

    private static GeneralSubtree[] tree(String dns) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, dns))};
    }

    ChainMaker strange(boolean critical) {
        return with(new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), critical, new DERUTF8String("?"));
    }

    ChainMaker with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        extensions.add(new Object[] {id, critical, value});
        return this;
    }

    ChainMaker during(int fromDays, int toDays) {
        from = Instant.now().plus(Duration.ofDays(fromDays));
        to = Instant.now().plus(Duration.ofDays(toDays));
        return this;
    }

    ChainMaker serial(long value) {
        serial = BigInteger.valueOf(value);
        return this;
    }

    /** Sets the signature algorithm of the certificate. */
    ChainMaker signedWith(String algorithm) {
        signature = algorithm;
        return this;
    }

    X509Certificate self() throws Exception {
        return by(this);
    }

    X509Certificate by(ChainMaker issuer) throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                new X500Name("CN=" + issuer.name),
                serial,
                Date.from(from),
                Date.from(to),
                new X500Name("CN=" + name),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        for (Object[] extension : extensions) {
            builder.addExtension(
                    (ASN1ObjectIdentifier) extension[0], (Boolean) extension[1], (ASN1Encodable) extension[2]);
        }
        String algorithm = signature == null ? algorithm(issuer.pair) : signature;
        JcaContentSignerBuilder signer = new JcaContentSignerBuilder(algorithm);
        if (algorithm.endsWith("MGF1")) { // the JDK uses another name for RSASSA-PSS
            signer.setProvider(new BouncyCastleProvider());
        }
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer.build(issuer.pair.getPrivate())));
    }

    private static String algorithm(KeyPair pair) {
        return switch (pair.getPublic().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EdDSA" -> "Ed25519";
            default -> "SHA256withECDSA";
        };
    }

    private static KeyPair pair(String key) throws Exception {
        if (key.startsWith("RSA-")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(Integer.parseInt(key.substring(4)));
            return generator.generateKeyPair();
        }
        if (key.equals("Ed25519")) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp" + key.substring(2) + "r1"));
        return generator.generateKeyPair();
    }
}
