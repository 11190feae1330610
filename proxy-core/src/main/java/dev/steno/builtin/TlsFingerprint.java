package dev.steno.builtin;

import dev.steno.flow.Tls;
import java.util.stream.Collectors;

/**
 * The fingerprint of a ClientHello: the types of its extensions in ascending order, since some programs shuffle them,
 * without the types that a program does not always send. It distinguishes programs at one address, such as a browser
 * and a command-line tool; programs that use the same TLS library in the same way share a fingerprint. Pure.
 */
final class TlsFingerprint {
    /**
     * Upper bound on the characters of a fingerprint. Those of common programs have about a hundred; a longer one is
     * replaced by its digest.
     */
    static final int LONGEST = 256;

    private TlsFingerprint() {}

    static String of(Tls hello) {
        String look = types(hello);
        return look.length() <= LONGEST ? look : Digest.of(look);
    }

    private static String types(Tls hello) {
        return hello.extensions().stream()
                .filter(type -> !isAtTimes(type) && !isGrease(type))
                .sorted()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    /**
     * Extensions that a program does not always send: server_name, padding, pre_shared_key, early_data, cookie,
     * encrypted_client_hello (IANA, TLS ExtensionType Values).
     */
    private static boolean isAtTimes(int type) {
        return switch (type) {
            case 0, 21, 41, 42, 44, 0xfe0d -> true;
            default -> false;
        };
    }

    /** Reserved values that programs send at random (GREASE, RFC 8701). */
    private static boolean isGrease(int type) {
        return (type & 0x0f0f) == 0x0a0a && type >> 8 == (type & 0xff);
    }
}
