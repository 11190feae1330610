package dev.steno.interop.warc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.steno.interop.FuzzedImport;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that were mutated, before or after they were compressed: imported or reported, and nothing else. */
class WarcFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "WARC/1.1\r\n",
            "\r\n\r\n",
            "WARC-Type: revisit\r\n",
            "WARC-Concurrent-To: <urn:q1>\r\n",
            "Content-Length: 99999999\r\n",
            "Transfer-Encoding: chunked\r\n",
            "dns:",
            "\u001F\u008B\u0008");

    private static final String SOUND =
            WarcImporterTest.record("request", "q1", "", "GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n")
                    + WarcImporterTest.record(
                            "response", "r1", "WARC-Concurrent-To: <urn:q1>\r\n", "HTTP/1.1 200 OK\r\n\r\nhello")
                    + WarcImporterTest.record("resource", "s1", "", "hello");

    @TempDir
    Path folder;

    @Test
    void mutatedArchivesAreImportedOrReported() throws IOException {
        byte[] sound = SOUND.getBytes(ISO_8859_1);
        try (FuzzedImport fuzzed = new FuzzedImport(new WarcImporter(), folder)) {
            Fuzz.run("WARC", 500, (number, random) -> fuzzed.bytes(mutated(sound, random)));
        }
    }

    private static byte[] mutated(byte[] sound, Random random) throws IOException {
        boolean compressed = random.nextBoolean();
        if (!compressed) {
            return MUTATION.of(sound, random);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(random.nextBoolean() ? sound : MUTATION.of(sound, random));
            }
        }
        return random.nextBoolean() ? bytes.toByteArray() : MUTATION.of(bytes.toByteArray(), random);
    }
}
