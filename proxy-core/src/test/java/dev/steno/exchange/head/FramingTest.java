package dev.steno.exchange.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "42, 42", "007, 7", "999999999999999999, 999999999999999999"})
    void aLengthIsRead(String text, long length) {
        assertThat(Framing.contentLength(Headers.of("content-length", text))).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1 ", "1,1", "x", "1000000000000000000"})
    void whatIsNoLengthIsNone(String text) {
        assertThat(Framing.contentLength(Headers.of("Content-Length", text))).isEqualTo(-1);
    }

    @Test
    void fieldsWithoutALengthHaveNone() {
        assertThat(Framing.contentLength(Headers.EMPTY)).isEqualTo(-1);
    }

    @Test
    void aLengthThatIsRightAlreadyStaysWhereItIs() {
        Headers right = Headers.of("content-length", "3", "A", "1");

        assertThat(Framing.withLength(right, 3)).isSameAs(right);
    }

    @Test
    void anyOtherFramingGivesWayToTheLength() {
        Headers wrong =
                Headers.of("Content-Length", "3", "A", "1", "content-length", "3", "Transfer-Encoding", "chunked");

        assertThat(Framing.withLength(wrong, 3)).isEqualTo(Headers.of("Content-Length", "3", "A", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, 200, true",
        "GET, 200, false",
        "GET, 204, true",
        "GET, 304, true",
        "GET, 101, true",
        "POST, 404, false"
    })
    void someResponsesHaveNoBodyWhateverTheySay(String method, int status, boolean bodiless) {
        assertThat(Framing.isBodiless(method, status)).isEqualTo(bodiless);
    }
}
