package dev.steno.net.channel;

import dev.steno.flow.Times;
import dev.steno.text.Printable;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * One line of a trace. Created on an event loop, formatted by the thread that writes it. Immutable.
 *
 * @param time nanoseconds since the epoch
 * @param client the number of the client's connection; 0 if there is none
 * @param upstream the number of the connection to a server that the step is about; 0 for the client's own
 * @param flow the number of the flow; 0 if there is none
 * @param by the handler or layer
 * @param detail free text without secrets; user information in URLs is masked here, control characters are escaped when it is
 *     written
 */
record TraceLine(long time, long client, long upstream, long flow, Class<?> by, TraceStep step, String detail) {
    /** The longest detail in characters: with the queue's bound it limits the memory of a trace. */
    static final int LONGEST = 1_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** User and password of a URL (RFC 3986, 3.2.1), even if the URL is malformed and therefore shown as a path. */
    private static final Pattern USER_INFORMATION = Pattern.compile("(?<=://)[^/?#\\s]*@");

    TraceLine {
        if (detail.contains("://")) {
            detail = USER_INFORMATION.matcher(detail).replaceAll("***@");
        }
        detail = detail.length() <= LONGEST
                ? detail
                : detail.substring(0, LONGEST) + "... (" + detail.length() + " characters)";
    }

    /** The line without its terminator: columns separated by a blank, the detail last. */
    String text() {
        StringBuilder line = new StringBuilder(80 + detail.length());
        TIME.formatTo(Times.instant(time), line);
        line.append(' ').append(connection()).append(' ').append(flow == 0 ? "-" : "f" + flow);
        line.append(' ').append(by.getSimpleName()).append(' ').append(step.text());
        if (!detail.isEmpty()) {
            line.append(' ').append(Printable.line(detail));
        }
        return line.toString();
    }

    /** {@code #CLIENT}, {@code #CLIENT/UPSTREAM}, or {@code -} if the line is about no connection. */
    String connection() {
        return client == 0 ? "-" : upstream == 0 ? "#" + client : "#" + client + "/" + upstream;
    }
}
