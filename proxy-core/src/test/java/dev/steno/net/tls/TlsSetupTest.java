package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TlsSettings;
import dev.steno.net.settings.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TlsSetupTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatAnOptionNamesIsReadBeforeClientsAreAccepted() throws Exception {
        Path missing = folder.resolve("missing.pem");
        TlsSetup setup = TlsSetup.begin(trusting(List.of(missing)));

        assertThatIOException()
                .isThrownBy(setup::awaitOptions)
                .withMessage("--upstream-ca " + missing + ": no such file");
        CompletableFuture<String> ended = new CompletableFuture<>();
        setup.whenReady(Runnable::run, () -> ended.complete("ready"), error -> ended.complete(error.getMessage()));
        assertThat(ended.get(1, TimeUnit.MINUTES)).contains("no such file");
        setup.close();
    }

    @Test
    void anUnknownCipherIsRefusedBeforeClientsAreAccepted() {
        ProxySettings defaults = trusting(List.of());
        TlsSettings.Terms odd = new TlsSettings.Terms(TlsVersion.TLS1_2, TlsVersion.TLS1_3, List.of("ROT13"));
        TlsSetup setup = TlsSetup.begin(new ProxySettings(
                defaults.listeners(),
                defaults.auth(),
                defaults.keepHost(),
                defaults.trust(),
                defaults.timeouts(),
                new TlsSettings(
                        odd,
                        TlsSettings.Terms.DEFAULT,
                        defaults.tls().clientCerts(),
                        defaults.tls().keyLog()),
                defaults.http2(),
                defaults.http(),
                defaults.trace()));

        assertThatIOException().isThrownBy(setup::awaitOptions).withMessageContaining("ROT13");
        setup.close();
    }

    @Test
    void whatWaitsRunsOnceTheContextsCanBeUsed() throws Exception {
        TlsSetup setup = TlsSetup.begin(trusting(List.of()));
        setup.awaitOptions();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        setup.whenReady(Runnable::run, () -> ready.complete(setup.isReady()), ready::completeExceptionally);

        assertThat(ready.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(setup.contexts()).isSameAs(setup.await());
        setup.close();
    }

    @Test
    void contextsThatAreNotReadyAreNotHandedOut() {
        TlsSetup failed = TlsSetup.begin(trusting(List.of(folder.resolve("missing.pem"))));
        assertThatThrownBy(failed::await).hasMessageContaining("no such file");
        assertThat(failed.isReady()).isFalse();
        assertThatThrownBy(failed::contexts).isInstanceOf(IllegalStateException.class);
    }

    private static ProxySettings trusting(List<Path> authorities) {
        return new ProxySettings(
                new Endpoint("127.0.0.1", 0), authorities, false, Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
}
