package dev.steno.net.channel;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 addresses in the forms that browsers, curl and inet_aton take: one to four numbers, decimal, octal or hexadecimal, the last
 * of which fills the remaining bytes (WHATWG URL, "IPv4 parser"). {@code 0x7f.1}, {@code 2130706433} and {@code 0177.0.0.1} are
 * all 127.0.0.1. Java's parser accepts only some of these forms, and reads some differently. Stateless; any thread.
 */
final class Ipv4HostParser {
    private Ipv4HostParser() {}

    /**
     * The four bytes; null if the host is a name.
     *
     * @param host without a trailing dot
     * @throws UnknownHostException if its last part is a number, so that it cannot be a name, and it is not a valid address
     */
    static byte @Nullable [] parse(String host) throws UnknownHostException {
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (!isNumber(last)) {
            return null;
        }
        String[] parts = host.split("\\.", -1);
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = value(parts[i]);
            int bytes = i == parts.length - 1 ? 5 - parts.length : 1;
            if (parts.length > 4 || part < 0 || part >= 1L << 8 * bytes) {
                throw new UnknownHostException(host);
            }
            address = address << 8 * bytes | part;
        }
        return new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9') || isHex(part) && value(part) >= 0;
    }

    private static boolean isHex(String part) {
        return part.startsWith("0x") || part.startsWith("0X");
    }

    /** The number; -1 if it is malformed or has more than 32 bits. */
    private static long value(String part) {
        boolean hex = isHex(part);
        boolean octal = !hex && part.length() > 1 && part.charAt(0) == '0';
        String digits = hex ? part.substring(2) : part;
        int radix = hex ? 16 : octal ? 8 : 10;
        if (part.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            value = value * radix + digit;
            if (digit < 0 || value >= 1L << 32) {
                return -1;
            }
        }
        return value;
    }
}
