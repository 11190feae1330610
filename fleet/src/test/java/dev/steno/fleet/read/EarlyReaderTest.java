package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.store.SessionException;
import org.junit.jupiter.api.Test;

/** A reader that is opened before it is asked for. */
class EarlyReaderTest {
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void theFirstToOpenTheSameUrlTakesIt() throws Exception {
        try (LoadedStore store = new LoadedStore(server);
                LoadedStore other = new LoadedStore(server)) {
            ServerUrl url = store.url;
            SharedReader.openEarly(url);
            assertThat(EarlyReader.take(other.url)).isNull();
            try (SharedReader taken = SharedReader.open(ServerUrl.parse(store.url.toString()));
                    SharedReader next = SharedReader.open(url)) {
                assertThat(EarlyReader.take(url)).isNull();
                assertThat(taken.usage().flows()).isEqualTo(next.usage().flows());
            }
        }
    }

    @Test
    void aStoreThatCannotBeOpenedIsToldWhenItIsAskedForAndTriedAgainLater() throws Exception {
        String database = server.database();
        ServerUrl url = ServerUrl.parse(database);
        SharedReader.openEarly(url);
        assertThatThrownBy(() -> SharedReader.open(url))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("holds no flows");
        assertThatThrownBy(() -> SharedReader.open(url)).hasMessageContaining("holds no flows");
    }
}
