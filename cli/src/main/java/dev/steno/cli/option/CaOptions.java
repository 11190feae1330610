package dev.steno.cli.option;

import dev.steno.certs.KeyType;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.Optional;

/** Options of the CA that signs the certificates for clients. */
public record CaOptions(
        @Opt(help = "The key type of a new CA and of the certificates for clients.", defaultValue = "ec-p256")
        KeyType keyType,

        @Opt(help = "A PEM file with your own CA certificate, used instead of the CA in the home folder.")
        Optional<Path> caCert,

        @Opt(help = "A PEM file with the key of that CA, if it is not in the same file.")
        Optional<Path> caKey) {
    public CaOptions {
        if (caKey.isPresent() && caCert.isEmpty()) {
            throw new IllegalArgumentException("ca-key requires ca-cert");
        }
    }
}
