package dev.steno.codec;

import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The certificates of flows, as stored in a session. */
record Kept(Map<String, Certificate> byFingerprint) implements CertificateSource {

    static Kept of(Flow flow) {
        return new Kept(FlowCodec.certificates(flow).stream()
                .collect(Collectors.toMap(Certificate::fingerprint, Function.identity())));
    }

    @Override
    public @Nullable Certificate certificate(byte[] sha256) {
        return byFingerprint.get(HexFormat.of().formatHex(sha256));
    }
}
