package dev.steno.source;

import dev.steno.flow.BodySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;

/** Makes sources of bodies. Any thread. */
public final class BodySources {
    private BodySources() {}

    /** Opens a stream of a body's bytes. Called on a thread where it may block. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * A part of a file, which is opened when it is sent. A file that has become shorter ends the exchange.
     *
     * @param from the first byte
     * @param length the number of bytes
     */
    public static BodySource file(Path file, long from, long length) {
        return stream(length, () -> openFile(file, from));
    }

    /** A whole file as it is now. */
    public static BodySource file(Path file) throws IOException {
        return file(file, 0, Files.size(file));
    }

    private static InputStream openFile(Path file, long from) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            channel.position(from);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return Channels.newInputStream(channel);
    }

    /**
     * What a stream yields, such as a stored body of a session. Each piece is what one read returns.
     *
     * @param length the number of bytes, of which a longer stream is cut; -1 if unknown
     */
    public static BodySource stream(long length, Opener opener) {
        return new StreamSource(length, opener);
    }

    /**
     * What a publisher yields. It is subscribed to when the body is sent, and asked for one piece at a time.
     *
     * @param length the number of bytes; -1 if unknown
     */
    public static BodySource published(long length, Flow.Publisher<byte[]> publisher) {
        return new PublishedSource(length, publisher);
    }

    /** The same bytes with a pause before each piece except the first. */
    public static BodySource paced(BodySource source, Duration pause) {
        return new PacedSource(source, pause.toNanos());
    }
}
