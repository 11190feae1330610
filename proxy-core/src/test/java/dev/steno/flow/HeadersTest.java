package dev.steno.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Fields that are changed keep their order, their places and the case of their names. */
class HeadersTest {
    private static final Headers FIELDS = Headers.of("Host", "a", "set-cookie", "1", "X-b", "2", "Set-Cookie", "3");

    @Test
    void aFieldIsSetInThePlaceAndSpellingOfTheFirst() {
        assertThat(FIELDS.set("SET-COOKIE", "4")).isEqualTo(Headers.of("Host", "a", "set-cookie", "4", "X-b", "2"));
        assertThat(FIELDS.set("New", "4"))
                .isEqualTo(Headers.of("Host", "a", "set-cookie", "1", "X-b", "2", "Set-Cookie", "3", "New", "4"));
        assertThat(Headers.EMPTY.set("a", "b")).isEqualTo(Headers.of("a", "b"));
    }

    @Test
    void fieldsAreInsertedReplacedAndRemovedByIndex() {
        Headers two = Headers.of("a", "1", "b", "2");
        assertThat(two.insertAt(0, "c", "3")).isEqualTo(Headers.of("c", "3", "a", "1", "b", "2"));
        assertThat(two.insertAt(1, "c", "3")).isEqualTo(Headers.of("a", "1", "c", "3", "b", "2"));
        assertThat(two.insertAt(2, "c", "3")).isEqualTo(Headers.of("a", "1", "b", "2", "c", "3"));
        assertThat(two.replaceAt(1, "c", "3")).isEqualTo(Headers.of("a", "1", "c", "3"));
        assertThat(two.removeAt(0)).isEqualTo(Headers.of("b", "2"));
        assertThat(two.removeAt(1).removeAt(0)).isSameAs(Headers.EMPTY);
        assertThat(two).isEqualTo(Headers.of("a", "1", "b", "2"));
        assertThatThrownBy(() -> two.insertAt(3, "c", "3")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> two.replaceAt(2, "c", "3")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> two.removeAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void allFieldsOfANameAreRenamedOrRemoved() {
        assertThat(FIELDS.rename("SET-cookie", "Cookie2"))
                .isEqualTo(Headers.of("Host", "a", "Cookie2", "1", "X-b", "2", "Cookie2", "3"));
        assertThat(FIELDS.remove("SET-cookie")).isEqualTo(Headers.of("Host", "a", "X-b", "2"));
        assertThat(FIELDS.rename("absent", "x")).isSameAs(FIELDS);
        assertThat(FIELDS.remove("absent")).isSameAs(FIELDS);
    }
}
