package dev.steno.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.Program;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of third-party encoders is decoded. A case is skipped if its program is not installed. */
class OtherEncodersTest {
    private static final String NODE = "process.stdout.write(require('zlib').%s(require('fs').readFileSync(0)))";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "gzip,gzip -c -9",
        "gzip,gzip -c -1",
        "zstd,zstd -c -19",
        "zstd,zstd -c -1 --no-check",
        "zstd,zstd -c --long=23 --ultra -20",
        "br,brotli -c -q 11",
        "gzip,node gzipSync",
        "deflate,node deflateSync",
        "deflate,node deflateRawSync",
        "br,node brotliCompressSync"
    })
    void isDecoded(String coding, String command) throws Exception {
        String[] words = command.split(" ");
        Program program = Program.need(words[0]);
        byte[] body = sample();
        Path plain = Files.write(folder.resolve("plain"), body);
        Path coded = folder.resolve("coded");
        Object[] arguments = words[0].equals("node")
                ? new Object[] {"-e", NODE.formatted(words[1])}
                : Arrays.copyOfRange(words, 1, words.length);
        Process process = program.builder(arguments)
                .redirectInput(plain.toFile())
                .redirectOutput(coded.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();

        byte[] wire = Files.readAllBytes(coded);
        assertThat(wire.length).isLessThan(body.length);
        ContentDecoder decoder = ContentDecoder.strict(body.length);
        assertThat(decoder.decode(new ByteArrayInputStream(wire), List.of(coding)))
                .hasBinaryContent(body);
    }

    private static byte[] sample() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append("line ").append(i * 7919 % 10007).append(" of a body\n");
        }
        return text.toString().getBytes();
    }
}
