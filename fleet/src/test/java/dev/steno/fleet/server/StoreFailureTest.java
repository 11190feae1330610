package dev.steno.fleet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.steno.fleet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What is said of a statement that failed. */
class StoreFailureTest {
    private final PostgresServer server = PostgresServer.shared();

    /** As the coordinator of Citus says it of a worker that is gone. */
    @Test
    void aMessageOfSeveralLinesIsToldByItsFirst() throws Exception {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            SQLException refused = catchThrowableOfType(
                    SQLException.class,
                    () -> statement.execute(
                            "DO $$ BEGIN RAISE EXCEPTION E'connection to the remote node w1 failed with the"
                                    + " following error: Connection refused\\n\\tIs the server running on that host?'"
                                    + " USING ERRCODE = '08006'; END $$"));

            StoreFailure failure = StoreFailure.of(ServerUrl.parse(server.url("steno")), refused);

            assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.AWAY);
            assertThat(failure)
                    .hasMessage(
                            "the shared store " + server.url("steno") + ": connection to the remote node w1 failed with"
                                    + " the following error: Connection refused (SQLSTATE 08006)");
        }
    }
}
