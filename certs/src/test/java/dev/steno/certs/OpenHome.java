package dev.steno.certs;

import java.nio.file.Path;

/** A program that waits for a line of input, opens the CA of a home, and prints the CA's fingerprint. */
final class OpenHome {
    private OpenHome() {}

    public static void main(String[] args) throws Exception {
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IllegalStateException("standard input ended before the line that starts the work");
        }
        System.out.println(CertificateAuthority.open(Path.of(args[0])).fingerprint());
    }
}
