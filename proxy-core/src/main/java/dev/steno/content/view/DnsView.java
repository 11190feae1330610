package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DNS message (RFC 1035, 4; sent over HTTP by RFC 8484): its questions and records. Stateless. */
final class DnsView implements ContentView {
    private static final int HEADER = 12;

    /** Upper bound on the labels and jumps of a name, which may point back at itself. */
    private static final int MOST_STEPS = 130;

    /** Upper bound on the records that are shown. */
    private static final int MOST_RECORDS = 2_000;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(1, "A"),
            Map.entry(2, "NS"),
            Map.entry(5, "CNAME"),
            Map.entry(6, "SOA"),
            Map.entry(12, "PTR"),
            Map.entry(15, "MX"),
            Map.entry(16, "TXT"),
            Map.entry(28, "AAAA"),
            Map.entry(33, "SRV"),
            Map.entry(41, "OPT"),
            Map.entry(43, "DS"),
            Map.entry(46, "RRSIG"),
            Map.entry(47, "NSEC"),
            Map.entry(48, "DNSKEY"),
            Map.entry(64, "SVCB"),
            Map.entry(65, "HTTPS"),
            Map.entry(255, "ANY"),
            Map.entry(257, "CAA"));

    private static final String[] CODES = {
        "no error", "format error", "server failure", "no such name", "not implemented", "refused"
    };

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String label() {
        return "DNS";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().equals("application/dns-message");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        if (!new Reader(ByteBuffer.wrap(content.data()), out).message() && content.whole()) {
            out.note("the message is malformed or ends too early; its bytes follow");
            PlainView.show(content, out);
        }
    }

    /** Reads a message and shows it. For one thread. */
    private static final class Reader {
        private final ByteBuffer data;
        private final ViewOutput out;

        Reader(ByteBuffer data, ViewOutput out) {
            this.data = data;
            this.out = out;
        }

        boolean message() {
            if (data.remaining() < HEADER) {
                return false;
            }
            out.pair("id", Kind.NUMBER, String.valueOf(data.getShort() & 0xffff));
            int flags = data.getShort() & 0xffff;
            boolean response = (flags & 0x8000) != 0;
            int code = flags & 0xf;
            out.pair("kind", Kind.TEXT, (response ? "response" : "query") + words(flags));
            if (response) {
                out.pair("result", Kind.TEXT, code < CODES.length ? CODES[code] : "code " + code);
            }
            int questions = data.getShort() & 0xffff;
            int[] counts = {data.getShort() & 0xffff, data.getShort() & 0xffff, data.getShort() & 0xffff};
            return questions(questions)
                    && records("answers", counts[0])
                    && records("authority", counts[1])
                    && records("additional", counts[2]);
        }

        private static String words(int flags) {
            return ((flags & 0x0400) != 0 ? ", authoritative" : "")
                    + ((flags & 0x0200) != 0 ? ", truncated" : "")
                    + ((flags & 0x0100) != 0 ? ", recursion desired" : "")
                    + ((flags & 0x0080) != 0 ? ", recursion available" : "")
                    + ((flags & 0x0020) != 0 ? ", authentic" : "");
        }

        private boolean questions(int count) {
            if (count > 0) {
                out.heading("questions");
            }
            for (int i = 0; i < Math.min(count, MOST_RECORDS); i++) {
                String name = name();
                if (name == null || data.remaining() < 4) {
                    return false;
                }
                int type = data.getShort() & 0xffff;
                data.getShort();
                out.add(Kind.KEY, name).add(Kind.TEXT, " " + type(type)).end();
            }
            return true;
        }

        private boolean records(String title, int count) {
            if (count > 0) {
                out.heading(title);
            }
            for (int i = 0; i < Math.min(count, MOST_RECORDS); i++) {
                String name = name();
                if (name == null || data.remaining() < 10) {
                    return false;
                }
                int type = data.getShort() & 0xffff;
                int kind = data.getShort() & 0xffff;
                long ttl = data.getInt() & 0xffff_ffffL;
                int length = data.getShort() & 0xffff;
                if (data.remaining() < length) {
                    return false;
                }
                int end = data.position() + length;
                String value = type == 41 ? "up to " + kind + " bytes over UDP" : value(type, length, end);
                data.position(end);
                out.add(Kind.KEY, name.isEmpty() ? "." : name).add(Kind.TEXT, " " + type(type) + " ");
                if (type != 41) {
                    out.add(Kind.COMMENT, String.format(Locale.ROOT, "%,d s ", ttl));
                }
                out.add(Kind.STRING, value).end();
            }
            return true;
        }

        private static String type(int type) {
            return TYPES.getOrDefault(type, "TYPE" + type);
        }

        private String value(int type, int length, int end) {
            int start = data.position();
            String text = switch (type) {
                case 1, 28 -> address(length);
                case 2, 5, 12 -> name();
                case 15 -> length < 3 ? null : (data.getShort() & 0xffff) + " " + name();
                case 33 ->
                    length < 7
                            ? null
                            : (data.getShort() & 0xffff) + " " + (data.getShort() & 0xffff) + " "
                                    + (data.getShort() & 0xffff) + " " + name();
                case 16 -> texts(end);
                case 6 -> start(name(), name(), end);
                default -> null;
            };
            if (text != null && !text.endsWith("null")) {
                return text;
            }
            byte[] bytes = new byte[Math.min(length, 64)];
            data.get(start, bytes);
            return HexFormat.ofDelimiter(" ").formatHex(bytes) + (length > 64 ? " \u2026" : "");
        }

        private @Nullable String start(@Nullable String server, @Nullable String mailbox, int end) {
            return server == null || mailbox == null || end - data.position() < 20
                    ? null
                    : server + " " + mailbox + " " + Integer.toUnsignedString(data.getInt());
        }

        private @Nullable String address(int length) {
            if (length == 4) {
                return (data.get() & 0xff) + "." + (data.get() & 0xff) + "." + (data.get() & 0xff) + "."
                        + (data.get() & 0xff);
            }
            return length == 16 ? address6() : null;
        }

        /** The longest run of zeros is written as two colons (RFC 5952, 4.2). */
        private String address6() {
            int[] groups = new int[8];
            int start = -1;
            int longest = 1;
            int zeros = 0;
            for (int i = 0; i < groups.length; i++) {
                groups[i] = data.getShort() & 0xffff;
                zeros = groups[i] == 0 ? zeros + 1 : 0;
                if (zeros > longest) {
                    longest = zeros;
                    start = i - zeros + 1;
                }
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < groups.length; i++) {
                if (i == start) {
                    text.append(i == 0 ? "::" : ":");
                    i += longest - 1;
                } else {
                    text.append(Integer.toHexString(groups[i])).append(i < groups.length - 1 ? ":" : "");
                }
            }
            return text.toString();
        }

        private String texts(int end) {
            StringBuilder texts = new StringBuilder();
            while (data.position() < end) {
                int length = Math.min(data.get() & 0xff, end - data.position());
                byte[] bytes = new byte[length];
                data.get(bytes);
                texts.append(texts.length() == 0 ? "\"" : " \"")
                        .append(new String(bytes, StandardCharsets.UTF_8).replace('\n', ' '))
                        .append('"');
            }
            return texts.toString();
        }

        /** Reads a name, which may continue at an earlier place (4.1.4); null if it is malformed. */
        private @Nullable String name() {
            StringBuilder name = new StringBuilder();
            int behind = -1;
            for (int step = 0; step < MOST_STEPS; step++) {
                if (!data.hasRemaining()) {
                    return null;
                }
                int length = data.get() & 0xff;
                if (length == 0) {
                    if (behind >= 0) {
                        data.position(behind);
                    }
                    return name.toString();
                }
                if (length >= 0xc0) {
                    if (!data.hasRemaining()) {
                        return null;
                    }
                    int place = (length & 0x3f) << 8 | data.get() & 0xff;
                    behind = behind < 0 ? data.position() : behind;
                    if (place >= data.limit()) {
                        return null;
                    }
                    data.position(place);
                } else if (length < 0x40 && data.remaining() >= length) {
                    byte[] label = new byte[length];
                    data.get(label);
                    name.append(name.length() == 0 ? "" : ".")
                            .append(new String(label, StandardCharsets.UTF_8).replace('\n', ' '));
                } else {
                    return null;
                }
            }
            return null;
        }
    }
}
