package dev.steno.interop.text;

import dev.steno.interop.intake.Intake;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields and the body of a message, as they are read from a file of JSON; used again for the next message. For one thread. */
public final class TextMessage implements AutoCloseable {
    /** Whether the file has the message. */
    public boolean present;

    public final TextHeaders headers = new TextHeaders();

    /** The body as it stands in the file. */
    public final TextSpool text = new TextSpool();

    public boolean base64;

    /** The size that the file names, in bytes; negative if it is that of the coded body, not a number if it names none. */
    public double declared;

    /** The charset that the file names beside the header fields. */
    public @Nullable String charset;

    public TextMessage() {
        declared = Double.NaN;
    }

    /** Makes ready for the next message. */
    public void clear() throws IOException {
        present = false;
        headers.clear();
        text.clear();
        base64 = false;
        declared = Double.NaN;
        charset = null;
    }

    /** Stores the body. */
    public SettledText store(Intake intake) throws IOException {
        String type = headers.get("content-type");
        String named = charset != null && (type == null || !type.contains("charset=")) ? "; charset=" + charset : type;
        return SettledText.of(
                text, new SettledText.Facts(base64, named, declared, headers.get("content-encoding"), 0), intake);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
