package dev.steno.redact;

import dev.steno.redact.json.NameTable;
import dev.steno.redact.json.PieceTransform;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redacts values of a form in parts ({@code multipart/form-data}, RFC 7578). */
final class MultipartTransform extends PieceTransform {
    private static final Pattern NAME = Pattern.compile(
            "content-disposition:[^\\r\\n]*?;\\s*name=(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private enum State {
        HEAD,
        VALUE,
        SECRET
    }

    private final NameTable names;
    private final Replacing with;
    private final byte[] delimiter;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream secret = new ByteArrayOutputStream();
    private State state = State.VALUE;
    private int matched = 2; // bytes of the delimiter; the first one needs no line end before it
    private boolean startsAfterLineEnd = true; // the line end that the delimiter needs was written already
    private int rule = -1;

    MultipartTransform(NameTable names, String boundary, Replacing with) {
        this.names = names;
        this.with = with;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    protected void take(byte[] piece) {
        for (byte b : piece) {
            if (state == State.HEAD) {
                inHead(b);
            } else {
                inValue(b);
            }
        }
    }

    private void inHead(byte b) {
        out.write(b);
        head.write(b);
        boolean ends = b == '\n' && endsWithBlankLine();
        if (ends || head.size() == CARRIED) {
            Matcher name = NAME.matcher(latin1(head));
            rule = name.find() ? names.rule(name.group(1) == null ? name.group(2) : name.group(1)) : -1;
            state = rule >= 0 ? State.SECRET : State.VALUE;
            head.reset();
            secret.reset();
            startsAfterLineEnd = ends; // an empty value ends with the line end of the head
            matched = ends ? 2 : 0;
        }
    }

    private boolean endsWithBlankLine() {
        String text = latin1(head);
        return text.endsWith("\r\n\r\n") || text.endsWith("\n\n");
    }

    private void inValue(byte b) {
        if (b == delimiter[matched]) {
            matched++;
            if (matched == delimiter.length) {
                endValue();
            }
            return;
        }
        writeMatched();
        if (b == delimiter[0]) {
            matched = 1;
        } else {
            keep(b);
        }
    }

    /** Writes the bytes that looked like the delimiter. */
    private void writeMatched() {
        for (int i = startsAfterLineEnd ? 2 : 0; i < matched; i++) {
            keep(delimiter[i]);
        }
        matched = 0;
        startsAfterLineEnd = false;
    }

    private void keep(byte b) {
        if (state == State.VALUE) {
            out.write(b);
        } else if (secret.size() < CARRIED) {
            secret.write(b);
        }
    }

    private void endValue() {
        if (state == State.SECRET) {
            endSecret();
        }
        out.write(delimiter, startsAfterLineEnd ? 2 : 0, delimiter.length - (startsAfterLineEnd ? 2 : 0));
        startsAfterLineEnd = false;
        matched = 0;
        state = State.HEAD;
        head.reset();
    }

    private void endSecret() {
        String written = latin1(secret);
        write(with.ascii(rule, "form", written, written));
    }

    @Override
    public void end() {
        if (state != State.HEAD) {
            writeMatched();
            if (state == State.SECRET) {
                endSecret();
            }
        }
    }
}
