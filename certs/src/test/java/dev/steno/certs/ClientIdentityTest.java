package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientIdentityTest {
    @TempDir
    Path folder;

    private Path both() throws IOException {
        CertificateAuthority.open(folder);
        Path file = folder.resolve("both.pem");
        Files.writeString(
                file, Files.readString(folder.resolve("ca-key.pem")) + Files.readString(folder.resolve("ca.pem")));
        return file;
    }

    @Test
    void aKeyAndItsCertificateAreReadInAnyOrder() throws IOException {
        ClientIdentity identity = ClientIdentity.read(both());

        assertThat(identity.chain()).hasSize(1);
        assertThat(identity.key().getAlgorithm()).isEqualTo("EC");
        assertThat(identity.toString()).isEqualTo("Identity[" + folder.resolve("both.pem") + "]");
    }

    @Test
    void aFileThatOthersMayReadIsExposed() throws IOException {
        Path file = both();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(ClientIdentity.read(file).exposed()).isFalse();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(ClientIdentity.read(file).exposed()).isTrue();
    }

    @Test
    void aFileWithoutAKeyIsRefused() throws IOException {
        both();

        assertThatThrownBy(() -> ClientIdentity.read(folder.resolve("ca.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains no private key");
    }

    @Test
    void aFileThatOthersMayChangeIsRefused() throws IOException {
        Path file = both();
        for (String mode : new String[] {"rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

            assertThatThrownBy(() -> ClientIdentity.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " can be changed by users other than its owner")
                    .hasMessageContaining("chmod go-w");
        }
    }
}
