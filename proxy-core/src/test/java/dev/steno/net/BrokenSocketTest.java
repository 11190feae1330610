package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.net.channel.Failures;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.testing.leak.Oversight;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An error that a peer caused is not logged as a fault of Steno. */
@ExtendWith(Oversight.class)
class BrokenSocketTest {
    /** Netty's epoll transport throws this for ENOTCONN, the error of a socket that its peer has reset. */
    @Test
    void notYetConnectedCountsAsAResetByThePeer() {
        UnexpectedErrors.log(new NotYetConnectedException()); // logging it would fail this class

        assertThat(Failures.text(new NotYetConnectedException())).isEqualTo("connection reset");
    }
}
