package dev.steno.net.channel;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates the errors of the operating system and of TLS engines for people: without the names of functions,
 * classes and error numbers with which Netty, BoringSSL and the JDK report them. Stateless.
 */
final class ErrorWords {
    /** Netty's {@code recvAddress(..) failed with error(-104): Connection reset by peer}. */
    private static final Pattern SYSTEM_CALL =
            Pattern.compile("[\\w.(), ]+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: (.+)");

    /** BoringSSL's {@code error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE}. */
    private static final Pattern BORINGSSL = Pattern.compile("error:\\p{XDigit}+:[\\w ]+:\\w*:(\\w+)(?::.*)?");

    private static final Pattern ALERT = Pattern.compile("(?:SSLV3|TLSV1|TLSV13)_ALERT_(\\w+)");

    /** The JDK's {@code (handshake_failure) Received fatal alert: handshake_failure}. */
    private static final Pattern RECEIVED = Pattern.compile("(?:\\(\\w+\\) )?Received fatal alert: (\\w+)");

    private static final Pattern NOT_TLS =
            Pattern.compile("not an SSL/TLS record.*|Unsupported or unrecognized SSL message");

    /** The texts of error numbers, in lower case. */
    private static final Map<String, String> SYSTEM = Map.of(
            "connection reset", "connection reset",
            "connection reset by peer", "connection reset",
            "broken pipe", "connection closed",
            "socket is not connected", "connection reset",
            "transport endpoint is not connected", "connection reset",
            "no route to host", "no route to the host",
            "too many open files", "there is no file descriptor left: raise the limit of the process (ulimit -n)",
            "too many open files in system", "the system has no file descriptor left");

    private ErrorWords() {}

    /** The words for an error without a message. */
    static String ofType(Throwable error) {
        if (error instanceof ClosedChannelException) {
            return "connection closed";
        }
        if (error instanceof NotYetConnectedException) { // Netty's epoll throws it for ENOTCONN
            return "connection reset";
        }
        // FooBarException, for which there is no sentence here, becomes "foo bar"
        return error.getClass()
                .getSimpleName()
                .replaceFirst("(Exception|Error)$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** The words for the first line of a message; the line itself if it needs none. */
    static String of(String line) {
        Matcher call = SYSTEM_CALL.matcher(line);
        if (call.matches()) {
            return system(call.group(1));
        }
        if (SYSTEM.containsKey(line.toLowerCase(Locale.ROOT))) {
            return system(line);
        }
        Matcher boring = BORINGSSL.matcher(line);
        if (boring.matches()) {
            return tls(boring.group(1));
        }
        Matcher received = RECEIVED.matcher(line);
        if (received.matches()) {
            return "the peer sent the alert " + spaced(received.group(1));
        }
        return NOT_TLS.matcher(line).matches() ? "the peer does not speak TLS on this port" : line;
    }

    private static String system(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return SYSTEM.getOrDefault(lower, lower);
    }

    private static String tls(String reason) {
        Matcher alert = ALERT.matcher(reason);
        if (alert.matches()) {
            return "the peer sent the alert " + spaced(alert.group(1));
        }
        return reason.equals("WRONG_VERSION_NUMBER") || reason.equals("HTTP_REQUEST")
                ? "the peer does not speak TLS on this port"
                : spaced(reason);
    }

    private static String spaced(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
