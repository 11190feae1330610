package dev.steno.interop.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.interop.RecordedSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packet captures as they are written. */
class PcapExporterTest {
    @TempDir
    private Path folder;

    private byte[] capture(byte[] response, Headers headers) throws IOException {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "POST",
                    "/form?x=1",
                    Headers.of("Host", "example.org", "Content-Length", "5"),
                    "hello".getBytes(StandardCharsets.US_ASCII),
                    headers,
                    response));
            return session.export(new PcapExporter());
        }
    }

    @Test
    void theSegmentsOfAConnectionCarryTheMessagesInOrder() throws Exception {
        byte[] body = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);

        List<byte[]> packets = packets(capture(body, Headers.of("Content-Length", "200000")));

        String sent = data(packets, 80, true);
        String got = data(packets, 80, false);
        assertThat(sent).startsWith("POST /form?x=1 HTTP/1.1\r\n").endsWith("\r\n\r\nhello");
        assertThat(got).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + "x".repeat(200_000));
        assertThat(packets).allSatisfy(packet -> assertThat(isSound(packet)).isTrue());
    }

    @Test
    void wiresharkReadsTheRequestAndTheResponse() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        Path file = folder.resolve("a.pcapng");
        Files.write(file, capture(new byte[] {'o', 'k'}, Headers.of("Transfer-Encoding", "chunked")));

        Process tshark = new ProcessBuilder(
                        "/usr/bin/tshark",
                        "-r",
                        file.toString(),
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-T",
                        "fields",
                        "-Y",
                        "http",
                        "-e",
                        "http.request.full_uri",
                        "-e",
                        "http.response.code",
                        "-e",
                        "http.file_data")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String shown = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tshark.waitFor()).isZero();
        assertThat(shown).contains("http://example.org/form?x=1").containsPattern("200\\s+(ok|6f6b)");
    }

    /** Returns the IP packets of a capture. */
    private static List<byte[]> packets(byte[] capture) {
        ByteBuffer blocks = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> packets = new ArrayList<>();
        while (blocks.hasRemaining()) {
            int start = blocks.position();
            int type = blocks.getInt();
            int length = blocks.getInt();
            if (type == 6) {
                int size = blocks.getInt(start + 20);
                packets.add(Arrays.copyOfRange(capture, start + 28, start + 28 + size));
            }
            assertThat(blocks.getInt(start + length - 4)).isEqualTo(length);
            blocks.position(start + length);
        }
        return packets;
    }

    private static String data(List<byte[]> packets, int port, boolean toPort) {
        StringBuilder text = new StringBuilder();
        for (byte[] packet : packets) {
            ByteBuffer ip = ByteBuffer.wrap(packet);
            boolean there = (ip.getShort(22) & 0xFFFF) == port;
            if (there == toPort) {
                text.append(new String(packet, 40, packet.length - 40, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** Whether both checksums add up to all ones (RFC 1071). */
    private static boolean isSound(byte[] packet) {
        long ip = sum(packet, 0, 20);
        long tcp = sum(packet, 12, packet.length - 12) + 6 + packet.length - 20;
        return fold(ip) == 0xFFFF && fold(tcp) == 0xFFFF;
    }

    private static long sum(byte[] of, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (long) (of[from + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static long fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return folded;
    }
}
