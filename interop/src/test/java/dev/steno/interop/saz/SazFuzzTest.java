package dev.steno.interop.saz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.steno.interop.FuzzedImport;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives whose entries, or whose own bytes, were mutated: imported, damaged or refused, and nothing else. */
class SazFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "\r\n",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "Transfer-Encoding: chunked\r\n",
            "0\r\n\r\n",
            "CONNECT ",
            "://",
            "Request-Length: ",
            "<SessionTimers ",
            "<!DOCTYPE s [<!ENTITY e \"x\">]>",
            "&e;",
            "2025-08-31T22:21:09-04:00",
            "raw/",
            "_c.txt",
            "PK\u0003\u0004");
    private static final byte[] REQUEST =
            "POST http://a.test/p HTTP/1.1\r\nHost: a.test\r\n\r\nbody".getBytes(ISO_8859_1);
    private static final byte[] RESPONSE =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] METADATA =
            ("<Session><SessionTimers ClientBeginRequest=\"2025-08-31T22:21:09.4-04:00\"/>"
                            + "<SessionFlag N=\"x-clientip\" V=\"127.0.0.1\"/></Session>")
                    .getBytes(ISO_8859_1);
    private static final byte[] FRAMES =
            "Request-Length: 8\r\nID: 1\r\n\r\n\u0081\u0082abcdef\r\nResponse-Length: 3\r\n\r\n\u0081\u0001a\r\n"
                    .getBytes(ISO_8859_1);

    @TempDir
    Path folder;

    @Test
    void mutatedEntriesAreImportedOrReported() throws IOException {
        try (FuzzedImport fuzzed = new FuzzedImport(new SazImporter(), folder)) {
            Fuzz.run(
                    "SAZ entries",
                    300,
                    (number, random) -> fuzzed.bytes(new SazFile()
                            .entry("raw/1_c.txt", MUTATION.of(REQUEST, random))
                            .entry("raw/1_s.txt", MUTATION.of(RESPONSE, random))
                            .entry("raw/1_m.xml", MUTATION.of(METADATA, random))
                            .entry("raw/1_w.txt", MUTATION.of(FRAMES, random))
                            .bytes()));
        }
    }

    @Test
    void mutatedArchivesAreImportedOrReported() throws IOException {
        byte[] sound =
                new SazFile().session("1", "/a", "x").session("2", "/b", "y").bytes();
        try (FuzzedImport fuzzed = new FuzzedImport(new SazImporter(), folder)) {
            Fuzz.run("SAZ archives", 300, (number, random) -> fuzzed.bytes(MUTATION.of(sound, random)));
        }
    }
}
