package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.net.channel.Failures;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.testing.leak.Oversight;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is no fault of Steno is not logged as one. */
@ExtendWith(Oversight.class)
class BrokenSocketTest {
    /** Netty's epoll says so of ENOTCONN, which a socket has that its peer reset. */
    @Test
    void notYetConnectedCountsAsAResetByThePeer() {
        UnexpectedErrors.log(new NotYetConnectedException()); // logging it would fail the class

        assertThat(Failures.text(new NotYetConnectedException())).isEqualTo("Connection reset");
    }
}
