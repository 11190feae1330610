package dev.steno.mock;

/** Recorded responses are adjusted to requests in HTTP/2. */
class AdjustedAnswersOverHttp2Test extends AdjustedAnswersTest {
    @Override
    boolean overHttp2() {
        return true;
    }

    /** HTTP/2 has no Upgrade (RFC 9113, 8.6). */
    @Override
    void aRecordedUpgradeToAnotherProtocolIsExplained() {}
}
