package dev.steno.certs;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server name in a certificate (RFC 5280, 4.2.1.6): a DNS name or an IP address. An IP address is never kept as a DNS
 * name. Immutable.
 *
 * @param ip whether this is an IP address
 * @param text a DNS name in lower-case ASCII without a trailing dot, or an IP address in its full form
 */
record AltName(boolean ip, String text) {
    private static final int NAME_LIMIT = 253;
    private static final int LABEL_LIMIT = 63;

    /**
     * Parses a host as clients and certificates spell it: a DNS name (internationalised, with a trailing dot or with a
     * wildcard as its first label), or an IP literal (in brackets or with a zone).
     *
     * @return null if it is neither
     */
    static @Nullable AltName parse(String raw) {
        if (raw.isEmpty() || raw.length() > 4 * NAME_LIMIT) {
            return null;
        }
        if (raw.indexOf(':') >= 0) {
            String address = ipv6(raw);
            return address == null ? null : new AltName(true, address);
        }
        if (isIpv4(raw)) {
            return new AltName(true, raw);
        }
        String name = dns(raw);
        return name == null ? null : new AltName(false, name);
    }

    /**
     * The host first, then the valid names among the mirrored ones, without duplicates.
     *
     * @param limit upper bound on the number of names returned, at least 1
     * @throws IllegalArgumentException if the host is neither a name nor an address
     */
    static List<AltName> of(String host, List<String> mirrored, int limit) {
        AltName own = parse(withoutPort(host));
        if (own == null) {
            throw new IllegalArgumentException("not a host name or IP address: '"
                    + (host.length() > NAME_LIMIT ? host.substring(0, NAME_LIMIT) + "…" : host) + "'");
        }
        if (mirrored.isEmpty()) {
            return List.of(own);
        }
        Set<AltName> names = new LinkedHashSet<>();
        names.add(own);
        // The number of inspected names is bounded too, so that a certificate with many invalid names costs no more
        // than a valid one.
        for (int i = 0; i < Math.min(mirrored.size(), 4 * limit) && names.size() < limit; i++) {
            AltName name = parse(mirrored.get(i));
            if (name != null) {
                names.add(name);
            }
        }
        return new ArrayList<>(names);
    }

    /**
     * Whether a certificate with this name is valid for a host (RFC 9525, 6.3). A wildcard matches exactly one label. A
     * wildcard directly below a top-level domain, such as {@code *.com}, matches no host, since clients refuse it.
     */
    boolean covers(AltName host) {
        if (equals(host)) {
            return true;
        }
        int dot = host.text.indexOf('.');
        return !ip
                && !host.ip
                && text.startsWith("*.")
                && text.indexOf('.', 2) > 0
                && dot > 0
                && text.regionMatches(1, host.text, dot, Math.max(text.length() - 1, host.text.length() - dot));
    }

    /** Removes the port, since some clients send {@code host:port} in the server name indication. */
    private static String withoutPort(String host) {
        int colon = host.indexOf(':');
        boolean single = colon > 0 && colon == host.lastIndexOf(':');
        return single && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9')
                ? host.substring(0, colon)
                : host;
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            // Some parsers read a leading zero as octal, so an address with one is ambiguous.
            if (!digits || Integer.parseInt(part) > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String ipv6(String raw) {
        boolean brackets = raw.startsWith("[") && raw.endsWith("]");
        String text = brackets ? raw.substring(1, raw.length() - 1) : raw;
        int zone = text.indexOf('%');
        if (zone >= 0) {
            text = text.substring(0, zone);
        }
        if (text.isEmpty()
                || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128 || c == ':' || c == '.')) {
            return null;
        }
        byte[] bytes;
        try {
            // In brackets, the JDK parses a literal or fails; it never resolves the text as a name.
            bytes = InetAddress.getByName("[" + text + "]").getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
        StringBuilder full = new StringBuilder(39);
        if (bytes.length == 4) {
            // The JDK turns an IPv4-mapped address into IPv4; a certificate keeps the 16 bytes that clients compare.
            full.append("0:0:0:0:0:ffff:");
        }
        for (int i = 0; i < bytes.length; i += 2) {
            full.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
            if (i + 2 < bytes.length) {
                full.append(':');
            }
        }
        return full.toString();
    }

    private static @Nullable String dns(String raw) {
        String name = raw;
        if (!raw.chars().allMatch(c -> c < 128)) {
            try {
                name = IDN.toASCII(raw, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.isEmpty() || name.length() > NAME_LIMIT) {
            return null;
        }
        StringBuilder lower = new StringBuilder(name.length());
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            }
            // RFC 1123 does not allow an underscore in a host name, but such names are in use.
            boolean letter = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            boolean wildcard = c == '*' && i == 0 && name.startsWith("*.");
            if (c == '.' ? label == 0 : !letter && !wildcard) {
                return null;
            }
            label = c == '.' ? 0 : label + 1;
            if (label > LABEL_LIMIT) {
                return null;
            }
            lower.append(c);
        }
        return label == 0 ? null : lower.toString();
    }
}
