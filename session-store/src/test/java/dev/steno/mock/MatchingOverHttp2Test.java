package dev.steno.mock;

/** Equal requests are found by what they mean, asked for in HTTP/2. */
class MatchingOverHttp2Test extends MatchingTest {
    @Override
    boolean overHttp2() {
        return true;
    }

    /** The same in HTTP/2 is a matter of its flow control, which this client has not. */
    @Override
    void aLargeRequestIsComparedWhole() {}
}
