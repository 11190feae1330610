package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaHomeTest {
    @TempDir
    Path directory;

    Path home;

    @BeforeEach
    void chooseAMissingHome() {
        home = directory.resolve("parent").resolve("home");
    }

    @Test
    void onlyTheOwnerMayReadTheKeyAndEnterTheHome() throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);

        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("ca-key.pem"))).isEqualTo("rw-------");
    }

    @Test
    void noFileButTheCaAndItsLockIsLeftBehind() throws Exception {
        CertificateAuthority.open(home);

        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "ca-key.pem", "ca.lock");
        }
    }

    @Test
    void ofManyThreadsOneMakesTheCaAndAllUseIt() throws Exception {
        int threads = 8;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<CertificateAuthority>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> {
                    barrier.await();
                    return CertificateAuthority.open(home);
                });
            }
            Set<String> fingerprints = new HashSet<>();
            int makers = 0;
            for (Future<CertificateAuthority> future : executor.invokeAll(tasks)) {
                fingerprints.add(future.get().fingerprint());
                makers += future.get().created() ? 1 : 0;
            }
            assertThat(fingerprints).hasSize(1);
            assertThat(makers).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void ofTwoProcessesOneMakesTheCaAndBothUseIt() throws Exception {
        List<Process> processes = List.of(openInProcess(), openInProcess());
        try {
            List<BufferedReader> outputs =
                    processes.stream().map(Process::inputReader).toList();
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            String one = outputs.get(0).readLine();
            String two = outputs.get(1).readLine();
            assertThat(one).matches("[0-9A-F:]{95}").isEqualTo(two);
            assertThat(CertificateAuthority.open(home).fingerprint()).isEqualTo(one);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void aCreatorThatDiedBetweenKeyAndCertificateIsFinishedByTheNext() throws Exception {
        String fingerprint = CertificateAuthority.open(home).fingerprint();
        Files.move(home.resolve("ca.pem"), home.resolve("ca.pem.new"));

        assertThat(CertificateAuthority.open(home).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void aCreationThatDiedBeforeTheKeyWasInPlaceStartsAnew() throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("ca-key.pem.new"), "half a k");
        Files.writeString(home.resolve("ca.pem.new"), "half a c");

        assertThat(CertificateAuthority.open(home).created()).isTrue();
        assertThat(CertificateAuthority.open(home).created()).isFalse();
    }

    @Test
    void aMissingKeyIsReportedAndTheCertificateIsKept() throws Exception {
        CertificateAuthority.open(home);
        Files.delete(home.resolve("ca-key.pem"));

        assertThatThrownBy(() -> CertificateAuthority.open(home))
                .isInstanceOf(CaRefusedException.class)
                .hasMessageContaining("ca-key.pem is missing")
                .hasMessageContaining("restore the missing file, or delete");
        assertThat(home.resolve("ca.pem")).exists();
    }

    @Test
    void aMissingCertificateIsReportedAndTheKeyIsKept() throws Exception {
        CertificateAuthority.open(home);
        Files.delete(home.resolve("ca.pem"));

        assertThatThrownBy(() -> CertificateAuthority.open(home))
                .isInstanceOf(CaRefusedException.class)
                .hasMessageContaining("ca.pem is missing");
        assertThat(home.resolve("ca-key.pem")).exists();
    }

    @Test
    void aKeyThatWasOpenedToEveryUserIsRefused() throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);
        Files.setPosixFilePermissions(home.resolve("ca-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> CertificateAuthority.open(home))
                .isInstanceOf(CaRefusedException.class)
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw--w----", "rw-----w-", "rw-r--rw-", "rw----r--", "rwxrwxrwx"})
    void aKeyThatOthersMayChangeIsRefused(String mode) throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);
        Files.setPosixFilePermissions(home.resolve("ca-key.pem"), PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> CertificateAuthority.open(home))
                .isInstanceOf(CaRefusedException.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
    void aKeyThatOnlyItsOwnerMayChangeIsAccepted(String mode) throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);
        Files.setPosixFilePermissions(home.resolve("ca-key.pem"), PosixFilePermissions.fromString(mode));

        assertThat(CertificateAuthority.open(home).created()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx-wx---", "rwxrwxrwx", "rwx----wx"})
    void aHomeInWhichOthersMayReplaceTheKeyIsRefused(String mode) throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> CertificateAuthority.open(home))
                .isInstanceOf(CaRefusedException.class)
                .hasMessageContaining("who may write to the folder " + home.toRealPath())
                .hasMessageContaining("chmod go-w");
    }

    @Test
    void aFolderAboveTheHomeThatEveryUserMayWriteIsRefused() throws Exception {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        CertificateAuthority.open(home);
        Path above = home.getParent();
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(above);
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
        try {
            assertThatThrownBy(() -> CertificateAuthority.open(home)).isInstanceOf(CaRefusedException.class);
            Files.setAttribute(above, "unix:mode", 01777);
            assertThat(CertificateAuthority.open(home).created()).isFalse();
        } finally {
            Files.setPosixFilePermissions(above, before);
        }
    }

    private Process openInProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenHome.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private boolean posix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
