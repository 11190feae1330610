package dev.steno.interop.har;

import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Progress;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Imports an archive that is much larger than the memory of its process; prints the number of flows and the bytes of bodies. */
final class LargeArchive {
    /** Bytes of the large bodies, as characters in the file. */
    static final int LARGE = 96 << 20;

    /** Number of the small entries. */
    static final int SMALL = 1_000;

    private static final int SMALL_BODY = 32 << 10;

    private LargeArchive() {}

    /** @param args the session to make */
    public static void main(String[] args) throws Exception {
        InputStream har = pieces(LargeArchive::piece);
        try (OfflineRecorder recorder = OfflineRecorder.open(Path.of(args[0]), false, "steno test");
                ImportSource source = ImportSource.pipe("large", har, ImportLimits.USUAL)) {
            SessionImport.Imported done =
                    SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, Progress.NONE);
            System.out.println(done.flows() + " flows, damage " + done.damage());
            recorder.finish();
        }
    }

    /** A text of 96 MiB, then as much Base64, then entries of 32 KiB. */
    private static @Nullable String piece(long number) {
        int pieces = LARGE / SMALL_BODY;
        if (number == 0) {
            return Hars.json("{'log':{'entries':[" + before());
        }
        if (number <= pieces) {
            return "text \\n".repeat(SMALL_BODY / 7);
        }
        if (number == pieces + 1) {
            return Hars.json("'}}}," + before());
        }
        if (number <= 2 * pieces + 1) {
            return "AAEC".repeat(SMALL_BODY / 4);
        }
        if (number == 2 * pieces + 2) {
            return Hars.json("','encoding':'base64'}}}");
        }
        if (number <= 2 * pieces + 2 + SMALL) {
            return "," + Hars.json(Hars.content("'text':'" + "x".repeat(SMALL_BODY) + "'"));
        }
        return number == 2 * pieces + 3 + SMALL ? "]}}" : null;
    }

    private static String before() {
        String entry = Hars.content("'text':''");
        return entry.substring(0, entry.indexOf("''}") + 1);
    }

    private static InputStream pieces(LongFunction<@Nullable String> piece) {
        return new SequenceInputStream(new Enumeration<>() {
            private long number;
            private @Nullable String next = piece.apply(0);

            @Override
            public boolean hasMoreElements() {
                return next != null;
            }

            @Override
            public InputStream nextElement() {
                byte[] bytes = String.valueOf(next).getBytes(StandardCharsets.US_ASCII);
                next = piece.apply(++number);
                return new ByteArrayInputStream(bytes);
            }
        });
    }
}
