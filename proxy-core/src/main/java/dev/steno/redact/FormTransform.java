package dev.steno.redact;

import dev.steno.redact.json.NameTable;
import dev.steno.redact.json.PieceTransform;
import java.io.ByteArrayOutputStream;

/** Redacts values of a form in the syntax of queries ({@code application/x-www-form-urlencoded}). */
final class FormTransform extends PieceTransform {
    private static final int LONGEST_NAME = 512;

    private final NameTable names;
    private final Finders finders;
    private final Replacing with;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private boolean inValue;
    private boolean collects;
    private boolean dropped; // the value is a secret longer than what is collected, of which a token was written
    private int rule = -1;

    FormTransform(NameTable names, Finders finders, Replacing with) {
        this.names = names;
        this.finders = finders;
        this.with = with;
    }

    @Override
    protected void take(byte[] piece) {
        for (byte b : piece) {
            if (b == '&') {
                endPair();
                out.write(b);
            } else if (!inValue && b == '=') {
                inValue = true;
                rule = names.rule(UrlText.decoded(latin1(name), true).strip());
                collects = rule >= 0 || !finders.isEmpty();
                out.write(b);
            } else if (!inValue) {
                if (name.size() < LONGEST_NAME) {
                    name.write(b);
                }
                out.write(b);
            } else if (dropped) {
                continue;
            } else if (collects) {
                value.write(b);
                if (value.size() == CARRIED) {
                    endValue();
                    dropped = rule >= 0;
                    collects = false;
                }
            } else {
                out.write(b);
            }
        }
    }

    private void endPair() {
        if (collects) {
            endValue();
        }
        name.reset();
        inValue = false;
        collects = false;
        dropped = false;
        rule = -1;
    }

    private void endValue() {
        String written = latin1(value);
        value.reset();
        String secret = UrlText.decoded(written, true);
        if (rule >= 0) {
            String end = written.endsWith("\r\n") ? "\r\n" : written.endsWith("\n") ? "\n" : "";
            String bare = written.substring(0, written.length() - end.length());
            write(with.ascii(rule, "form", secret.substring(0, secret.length() - end.length()), bare) + end);
            return;
        }
        ValueFinder found = secret.equals(written) ? null : finders.first(secret);
        boolean hidden = found != null && finders.first(written) == null;
        write(found != null && hidden ? with.ascii(found.rule(), found.kind(), secret, written) : written);
    }

    @Override
    public void end() {
        endPair();
    }
}
