package dev.steno.content.view;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BinaryViewsTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void bytesAreShownInRows() {
        assertThat(Views.auto(new byte[300], "application/octet-stream"))
                .startsWith("00000000  " + "00 ".repeat(16).strip() + "  " + ".".repeat(16) + "\n")
                .endsWith("(44 more bytes)\n");
        assertThat(Views.named("hex", ViewContent.of(new byte[300], null)).lines())
                .hasSize(19);
    }

    @Test
    void protobufIsShownByFieldNumbers() {
        // 1: 150, 2: "testing", 3: {1: 150}, 4: fixed32, 5: fixed64, 6: -1
        assertThat(Views.auto(
                        hex(
                                "089601 120774657374696e67 1a03089601 250000803f 29000000000000f03f 30ffffffffffffffffff01"),
                        "application/x-protobuf"))
                .isEqualTo("""
                        1: 150
                        2: "testing"
                        3: {
                          1: 150
                        }
                        4: 1065353216 fixed32, float 1.0
                        5: 4607182418800017408 fixed64, double 1.0
                        6: 18446744073709551615 or -1
                        """);
    }

    @Test
    void protobufThatIsDamagedIsShownAsFarAsItGoes() {
        assertThat(Views.auto(hex("0801 1264 61"), "application/protobuf")).isEqualTo("""
                        1: 1 or sint -1
                        (no field at byte 2; the rest is 3 bytes)
                        12 64 61
                        """);
    }

    @Test
    void grpcMessagesAreShownOneByOne() {
        assertThat(Views.auto(hex("00 00000002 0805  00 00000003 0a0161"), "application/grpc"))
                .isEqualTo("""
                        message 1: 2 bytes
                          1: 5 or sint -3
                        message 2: 3 bytes
                          1: "a"
                        """);
        assertThat(Views.auto(hex("00 000003e8 0805"), "application/grpc+proto"))
                .isEqualTo("message 1: 1,000 bytes\n  1: 5 or sint -3\n(2 of 1,000 bytes of the message)\n");
        assertThat(Views.auto(latin1("AAAAAAIIBYAAAAAPZ3JwYy1zdGF0dXM6MA0K"), "application/grpc-web-text"))
                .isEqualTo("message 1: 2 bytes\n  1: 5 or sint -3\ntrailers: 15 bytes\n  grpc-status:0\n");
    }

    @Test
    void aCompressedGrpcMessageIsDecompressed() throws Exception {
        var zipped = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(zipped)) {
            gzip.write(hex("0805"));
        }
        byte[] message = new byte[5 + zipped.size()];
        message[0] = 1;
        message[4] = (byte) zipped.size();
        System.arraycopy(zipped.toByteArray(), 0, message, 5, zipped.size());
        String title = "message 1: " + zipped.size() + " bytes, compressed\n";
        assertThat(Views.named("grpc", new ViewContent(message, "application/grpc", true, "gzip")))
                .isEqualTo(title + "  1: 5 or sint -3\n");
        assertThat(Views.named("grpc", new ViewContent(message, "application/grpc", true, null)))
                .isEqualTo(title + "(the message cannot be decompressed; grpc-encoding: null)\n");
    }

    @Test
    void msgPackIsATree() {
        assertThat(Views.auto(hex("83 a161 01 a162 93 c3 c0 cb3ff8000000000000 a163 c40200ff"), "application/msgpack"))
                .isEqualTo("""
                        {
                          "a": 1
                          "b": [
                            true
                            nil
                            1.5
                          ]
                          "c": 2 bytes 00 ff
                        }
                        """);
        assertThat(Views.auto(hex("dd ffffffff 01"), "application/msgpack"))
                .endsWith("(malformed or incomplete after byte 0 of 6)\n");
    }

    @Test
    void imagesAreShownByTheirFacts() {
        byte[] png = hex("89504e470d0a1a0a 0000000d 49484452 00000280 000001e0 08 06 000000");
        assertThat(Views.auto(png, "image/png"))
                .isEqualTo("PNG image, 640 x 480 pixels, 8 bits, RGB with transparency, 29 bytes\n");
        assertThat(Views.auto(png, null)).startsWith("PNG image");
        assertThat(Views.auto(latin1("GIF89a\u0005\u0000\u0007\u0000"), "image/gif"))
                .isEqualTo("GIF image, 5 x 7 pixels, 10 bytes\n");
        assertThat(Views.auto(
                        hex("ffd8 ffe00010 4a46494600010100000100010000 ffc0 0011 08 0010 0020 03"), "image/jpeg"))
                .startsWith("JPEG image, 32 x 16 pixels");
        assertThat(Views.auto(latin1("RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\u003f\0\0\u001f\0\0"), "image/webp"))
                .startsWith("WebP image, 64 x 32 pixels");
        assertThat(Views.auto(latin1("\0\0\0\u001cftypavif\0\0\0\0....ispe\0\0\0\0\0\0\0\u0010\0\0\0\u0008"), null))
                .startsWith("AVIF image, 16 x 8 pixels");
        assertThat(Views.auto("<svg width=\"3\"><g/></svg>", "image/svg+xml"))
                .isEqualTo("SVG image, 25 bytes\n<svg width=\"3\">\n  <g/>\n</svg>\n");
    }
}
