package dev.steno.mock;

/** Which response answers a request in HTTP/2. */
class CandidatesOverHttp2Test extends CandidatesTest {
    @Override
    boolean overHttp2() {
        return true;
    }
}
