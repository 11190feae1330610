package dev.steno.net.tls;

import dev.steno.certs.KeyType;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The types of server keys that a client accepts, by its ClientHello: the signature algorithms (RFC 8446, 4.2.3), and up to
 * TLS 1.2 the cipher suites and groups (RFC 8422, 5.1). Old devices and programs accept RSA only. Each flag is one independent
 * fact of the hello. For one hello; does no I/O.
 */
final class ClientKeyTypes {
    /** The usual client, which accepts either type. */
    static final Set<KeyType> BOTH = Collections.unmodifiableSet(EnumSet.allOf(KeyType.class));

    private static final Set<KeyType> EC = Set.of(KeyType.EC_P256);
    private static final Set<KeyType> RSA = Set.of(KeyType.RSA_2048);

    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;
    private static final int SECP256R1 = 23;
    private static final int ECDSA_SECP256R1_SHA256 = 0x0403;

    private boolean tls13;
    private boolean ecSuite;
    private boolean rsaSuite;
    private boolean groupsKnown;
    private boolean p256;
    private boolean schemesKnown;
    private boolean ecdsa;
    private boolean ecdsaP256;
    private boolean rsa;
    private boolean rsaPss;

    private ClientKeyTypes() {}

    /**
     * Reads a hello, from its version on.
     *
     * @throws IndexOutOfBoundsException if it is malformed
     */
    static Set<KeyType> of(ByteBuf hello) {
        ClientKeyTypes found = new ClientKeyTypes();
        hello.skipBytes(2 + 32);
        hello.skipBytes(hello.readUnsignedByte());
        found.suites(hello.readSlice(hello.readUnsignedShort()));
        hello.skipBytes(hello.readUnsignedByte());
        if (hello.isReadable()) {
            ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                found.extension(type, extensions.readSlice(extensions.readUnsignedShort()));
            }
        }
        return found.taken();
    }

    private void suites(ByteBuf suites) {
        while (suites.isReadable()) {
            switch (suites.readUnsignedShort()) {
                case 0xc02b, 0xc02c, 0xc009, 0xc00a, 0xcca9 ->
                    ecSuite = true; // ECDHE-ECDSA with AES-GCM, AES-CBC-SHA, ChaCha20
                case 0xc02f, 0xc030, 0xc013, 0xc014, 0xcca8, 0x009c, 0x009d, 0x002f, 0x0035 ->
                    rsaSuite = true; // ECDHE-RSA with the same, RSA with AES
                default -> {
                    // of TLS 1.3, or one that Steno does not support
                }
            }
        }
    }

    private void extension(int type, ByteBuf data) {
        if (type == SUPPORTED_VERSIONS) {
            ByteBuf versions = data.readSlice(data.readUnsignedByte());
            while (versions.isReadable()) {
                tls13 |= versions.readUnsignedShort() == TLS_1_3;
            }
        } else if (type == SUPPORTED_GROUPS) {
            groupsKnown = true;
            ByteBuf groups = data.readSlice(data.readUnsignedShort());
            while (groups.isReadable()) {
                p256 |= groups.readUnsignedShort() == SECP256R1;
            }
        } else if (type == SIGNATURE_ALGORITHMS) {
            schemesKnown = true;
            ByteBuf schemes = data.readSlice(data.readUnsignedShort());
            while (schemes.isReadable()) {
                scheme(schemes.readUnsignedShort());
            }
        }
    }

    private void scheme(int scheme) {
        ecdsaP256 |= scheme == ECDSA_SECP256R1_SHA256;
        ecdsa |= (scheme & 0xff) == 3 && scheme >> 8 >= 2 && scheme >> 8 <= 6;
        rsaPss |= scheme >= 0x0804 && scheme <= 0x0806;
        rsa |= (scheme & 0xff) == 1 && scheme >> 8 >= 2 && scheme >> 8 <= 6;
    }

    private Set<KeyType> taken() {
        boolean takesEc;
        boolean takesRsa;
        if (tls13) {
            takesEc = ecdsaP256;
            takesRsa = rsaPss;
        } else {
            takesEc = ecSuite && (!groupsKnown || p256) && (!schemesKnown || ecdsa);
            takesRsa = rsaSuite && (!schemesKnown || rsa || rsaPss);
        }
        return takesEc == takesRsa ? BOTH : takesEc ? EC : RSA;
    }
}
