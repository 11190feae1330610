package dev.steno.cli.run;

import dev.steno.certs.KeyType;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** The CA that certificates for clients are signed with. */
record CaOptions(
        @Opt(help = "The kind of key that a new CA and the certificates for clients get.", defaultValue = "ec-p256")
        KeyType keyType,

        @Opt(help = "A CA of one's own in PEM, in place of the one in the home folder.")
        Optional<Path> caCert,

        @Opt(help = "The key of that CA in PEM, where it is not in the same file.")
        Optional<Path> caKey) {
    CaOptions {
        if (caKey.isPresent() && caCert.isEmpty()) {
            throw new IllegalArgumentException("ca-key needs ca-cert beside it");
        }
    }
}
