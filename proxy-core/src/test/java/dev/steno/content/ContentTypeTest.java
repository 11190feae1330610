package dev.steno.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html                            | text/html",
                "Text/HTML;Charset=UTF-8              | text/html; charset=UTF-8",
                "text/html ; charset = utf-8 ; a=b    | text/html; charset=utf-8; a=b",
                "text/html; charset=\"utf-8\"         | text/html; charset=utf-8",
                "text/html;;charset=utf-8;            | text/html; charset=utf-8",
                "text/html; charset; q=1              | text/html; q=1",
                "text/html; a=1; A=2                  | text/html; a=1",
                "multipart/form-data; boundary=\"a;b\\\"c\" | multipart/form-data; boundary=\"a;b\\\"c\"",
                "text/html; charset=\"utf-8           | text/html; charset=utf-8"
            })
    void aFieldIsReadAsLenientlyAsBrowsersDo(String field, String read) {
        assertThat(ContentType.parse(field)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "html", "/html", "text/", "text/html, text/plain", "text /html", ";charset=utf-8"})
    void anInvalidMediaTypeIsReadAsNone(String field) {
        assertThat(ContentType.parse(field)).isEqualTo(ContentType.NONE);
    }

    @Test
    void aMessageWithoutTheFieldHasNoType() {
        assertThat(ContentType.parse(null)).isEqualTo(ContentType.NONE);
    }

    @Property
    void noValueMakesItFailAndWhatItReadIsReadAgain(@ForAll String field) {
        ContentType once = ContentType.parse(field);
        assertThat(ContentType.parse(once.toString()).type()).isEqualTo(once.type());
    }

    @Test
    void aCharsetIsThatOfTheParameterWhereThisPlatformKnowsIt() {
        assertThat(ContentType.parse("text/plain; charset=latin1").charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(ContentType.parse("text/plain; charset=klingon").charset()).isNull();
        assertThat(ContentType.parse("text/plain; charset=\"no name\"").charset())
                .isNull();
        assertThat(ContentType.parse("text/plain").charset()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "text/csv, true",
        "application/json, true",
        "application/problem+json, true",
        "image/svg+xml, true",
        "application/x-www-form-urlencoded, true",
        "application/javascript, true",
        "image/png, false",
        "application/octet-stream, false",
        "application/pdf, false"
    })
    void peopleReadSomeTypesAsText(String type, boolean text) {
        assertThat(ContentType.parse(type).isText()).isEqualTo(text);
    }

    @Test
    void jsonAndXmlAreToldBySuffixToo() {
        assertThat(ContentType.parse("application/hal+json").isJson()).isTrue();
        assertThat(ContentType.parse("application/hal+json").isXml()).isFalse();
        assertThat(ContentType.parse("application/atom+xml").isXml()).isTrue();
    }
}
