package dev.steno.interop.burp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.steno.interop.FuzzedImport;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that were mutated: imported, damaged or refused, and nothing else. */
class BurpFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "<![CDATA[",
            "]]>",
            "]]",
            "</request>",
            "</response>",
            "<item>",
            "</item>",
            "<items>",
            "</items>",
            "<!--",
            "-->",
            "<!DOCTYPE x [",
            "base64=\"true\"",
            "base64=\"false\"",
            "&#x41;",
            "&amp;",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "====");

    @TempDir
    Path folder;

    @Test
    void mutatedItemsAreImportedOrReported() throws IOException {
        byte[] sound = ("<?xml version=\"1.0\"?><!DOCTYPE items [<!ELEMENT a (b)>]><items burpVersion=\"1\">"
                        + BurpImporterTest.item(
                                "http://a.test/",
                                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                                "HTTP/1.1 200 OK\r\n\r\nx",
                                true)
                        + BurpImporterTest.item(
                                "http://a.test/", "POST / HTTP/1.1\r\n\r\nbody", "HTTP/1.1 200 OK\r\n\r\n]]>", false)
                        + "</items>")
                .getBytes(ISO_8859_1);
        try (FuzzedImport fuzzed = new FuzzedImport(new BurpImporter(), folder)) {
            Fuzz.run("Burp items", 500, (number, random) -> fuzzed.bytes(MUTATION.of(sound, random)));
        }
    }
}
