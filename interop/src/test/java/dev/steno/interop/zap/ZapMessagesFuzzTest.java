package dev.steno.interop.zap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.steno.interop.FuzzedImport;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported messages that were mutated: imported or reported, and nothing else. */
class ZapMessagesFuzzTest {
    @TempDir
    Path folder;

    @Test
    void mutatedMessagesAreImportedOrReported() throws IOException {
        Mutation mutation = Mutation.with(
                "==== 3 ==========\n",
                "\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "Content-Length: 3\r\n",
                "GET http://b/ HTTP/1.1\n");
        byte[] sound = (ZapMessagesImporterTest.FIRST
                        + "=== 13 ==========\nGET http://a.test/ HTTP/1.1\n\n\nHTTP/1.1 204 None\n\n\n")
                .getBytes(ISO_8859_1);
        try (FuzzedImport fuzzed = new FuzzedImport(new ZapMessagesImporter(), folder)) {
            Fuzz.run("ZAP messages", 500, (number, random) -> fuzzed.bytes(mutation.of(sound, random)));
        }
    }
}
