package dev.steno.certs;

import java.nio.file.Path;

/** A process of its own that opens the CA of a home when it is told to, and prints the fingerprint. */
final class OpenHome {
    private OpenHome() {}

    public static void main(String[] args) throws Exception {
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IllegalStateException("nobody said go");
        }
        System.out.println(CertificateAuthority.open(Path.of(args[0])).fingerprint());
    }
}
