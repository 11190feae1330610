package dev.steno.content.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class StructuredViewsTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Values of RFC 8949, appendix A. */
    @Test
    void cborIsShownAsATree() {
        assertThat(Views.auto(hex("a2 6161 01 6162 82 02 03"), "application/cbor"))
                .isEqualTo("""
                {
                  "a": 1
                  "b": [
                    2
                    3
                  ]
                }
                """);
        assertThat(Views.auto(
                        hex(
                                "1bffffffffffffffff 3bffffffffffffffff 20 f93c00 f90001 fb3ff199999999999a f4 f6 f7 f0 f8ff"),
                        "application/cbor-seq"))
                .isEqualTo("18446744073709551615\n-18446744073709551616\n-1\n1.0\n5.9604645E-8\n1.1\nfalse\nnull\n"
                        + "undefined\nsimple(16)\nsimple(255)\n");
        assertThat(Views.auto(hex("bf 63 46756e f5 63 416d74 21 ff"), "application/senml+cbor"))
                .isEqualTo("{\n  \"Fun\": true\n  \"Amt\": -2\n}\n");
        assertThat(Views.auto(hex("c1 1a514b67b0"), "application/cbor")).isEqualTo("epoch time 1363896240\n");
        assertThat(Views.auto(hex("d9d9f7 44 01020304"), null)).isEqualTo("tag 55799 4 bytes 01 02 03 04\n");
        assertThat(Views.auto(hex("82 01"), "application/cbor"))
                .endsWith("(malformed or incomplete after byte 0 of 2)\n");
    }

    @Test
    void aDnsMessageIsShown() {
        byte[] response = hex("1234 8180 0001 0003 0000 0000"
                + "03777777 07 6578616d706c65 03 636f6d 00 0001 0001"
                + "c00c 0005 0001 0000003c 0006 03 63646e c010"
                + "c02d 0001 0001 00000e10 0004 c0000201"
                + "c02d 001c 0001 00000e10 0010 20010db8000000000001000000000007");
        assertThat(Views.auto(response, "application/dns-message")).isEqualTo("""
                id: 4660
                kind: response, recursion desired, recursion available
                result: no error
                questions
                www.example.com A
                answers
                www.example.com CNAME 60 s cdn.example.com
                cdn.example.com A 3,600 s 192.0.2.1
                cdn.example.com AAAA 3,600 s 2001:db8::1:0:0:7
                """);
    }

    /** A name that points at itself. */
    @Test
    void aDnsNameWithoutAnEndIsMalformed() {
        assertThat(Views.auto(hex("0000 0100 0001 0000 0000 0000 c00c 0001 0001"), "application/dns-message"))
                .contains("(the message is malformed or ends too early; its bytes follow)");
    }

    @Test
    void theEntriesOfAnArchiveAreListed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a/b.txt"));
            zip.write(new byte[5_000]);
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("größe"));
            zip.closeEntry();
        }
        byte[] zip = bytes.toByteArray();
        assertThat(Views.name(zip, "application/octet-stream")).isEqualTo("archive");
        assertThat(Views.auto(zip, "application/zip"))
                .startsWith("a/b.txt  5,000 bytes, packed ")
                .endsWith("größe  0 bytes, packed 2\n(2 entries)\n");
        ViewContent begin = new ViewContent(Arrays.copyOf(zip, 45), "application/zip", false, null);
        assertThat(Views.named("archive", begin))
                .contains("a/b.txt", "(1 entry)", "the directory at the end of the archive is missing");
        byte[] tar = new byte[2_048];
        System.arraycopy("x.txt".getBytes(UTF_8), 0, tar, 0, 5);
        System.arraycopy("00000000012".getBytes(UTF_8), 0, tar, 124, 11);
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        assertThat(Views.auto(tar, null)).isEqualTo("x.txt  10 bytes\n(1 entry)\n");
    }

    @Test
    void aBodyThatIsBase64IsDecoded() {
        String json = "{\"token\":\"a long enough value\",\"n\":12}";
        String coded = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
        assertThat(Views.auto(coded, null)).isEqualTo("""
                (38 bytes, decoded from base64)
                  {
                    "token": "a long enough value",
                    "n": 12
                  }
                """);
        for (String word :
                new String[] {"3f786850e387550fdab836ed7e6dc881de23001b", "CamelCaseIdentifierWithANumber12", "short1A="
                }) {
            assertThat(Views.name(word.getBytes(UTF_8), null)).as(word).isEqualTo("text");
        }
    }

    @Test
    void filesAreKnownByTheirFirstBytes() {
        assertThat(Views.auto("%PDF-1.7\n1 0 obj <</Type /Page >>\n2 0 obj <</Type/Page/X 1>>", "application/pdf"))
                .startsWith("PDF document, version 1.7, 2 pages, 60 bytes\n");
        assertThat(Views.auto(hex("0061736d 01000000"), "application/wasm"))
                .startsWith("WebAssembly module, version 1, 8 bytes\n");
        assertThat(Views.auto(hex("00000018 66747970 69736f6d 00000200"), "video/mp4"))
                .startsWith("MP4 audio or video, brand isom, 16 bytes\n");
    }

    @Test
    void theOrientationOfAPhotoIsTold() {
        byte[] jpeg = hex("ffd8 ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 00060000 00000000"
                + "ffc0 0011 08 0010 0020 03");
        assertThat(Views.auto(jpeg, "image/jpeg")).startsWith("JPEG image, 32 x 16 pixels, to be turned by 90 degrees");
    }

    @Test
    void aPacketOfSocketIoIsTakenApart() {
        assertThat(Views.auto("42/chat,7[\"say\",{\"a\":1}]", null)).isEqualTo("""
                event
                name space: /chat
                acknowledgement: 7
                [
                  "say",
                  {
                    "a": 1
                  }
                ]
                """);
        assertThat(Views.name("0{\"sid\":\"x\"}".getBytes(ISO_8859_1), null)).isEqualTo("socketio");
        assertThat(Views.name("42 items".getBytes(ISO_8859_1), null)).isEqualTo("text");
    }
}
