package dev.steno.log;

import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Redacts what another formatter makes of an entry. Any thread. */
public final class RedactingFormatter extends Formatter {
    private final Formatter plain;
    private final UnaryOperator<String> redaction;

    private RedactingFormatter(Formatter plain, UnaryOperator<String> redaction) {
        this.plain = plain;
        this.redaction = redaction;
    }

    /** Redacts by one operator; one of an earlier run in the same process is replaced. */
    public static RedactingFormatter of(Formatter formatter, UnaryOperator<String> redaction) {
        return new RedactingFormatter(
                formatter instanceof RedactingFormatter before ? before.plain : formatter, redaction);
    }

    @Override
    public String format(LogRecord entry) {
        return redaction.apply(plain.format(entry));
    }

    @Override
    public String getHead(Handler handler) {
        return plain.getHead(handler);
    }

    @Override
    public String getTail(Handler handler) {
        return plain.getTail(handler);
    }
}
