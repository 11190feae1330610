package dev.steno.certs.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made by other programs: openssl, libcrypt and Apache's htpasswd. */
class HashedPasswordTest {
    @ParameterizedTest
    @CsvSource({
        "secret, $apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/",
        "secret, $apr1$mKB3FW9t$GBfCUYtz6dgZFQwZPmdvA.",
        "a long password of many letters, $apr1$xy$/4PPWJOSQQHf7MYjin9AZ1",
        "secret, $2b$05$xZQfixGgyt7/OkGcL/NKJOpqP5Dv4tq2uuXmf6b2fyyMfpFth0F3y",
        "secret, {SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="
    })
    void onlyTheRightPasswordMatches(String password, String hash) {
        HashedPassword hashed = HashedPassword.parse(hash);

        assertThat(hashed.matches(password)).isTrue();
        assertThat(hashed.matches(password + " ")).isFalse();
        assertThat(hashed.matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$1$abc$def",
                "$2b$03$x",
                "{SSHA}x",
                "$apr1$abcdefgh$short",
                "$apr1$ab+d$h9FWgUz3n9YxylKLlR5SQ/"
            })
    void otherKindsAreNone(String hash) {
        assertThat(HashedPassword.parse(hash)).isNull();
    }

    @Test
    void theFormOfHtpasswdItselfIsTaken() {
        assertThat(HashedPassword.parse("$2y$05$xZQfixGgyt7/OkGcL/NKJOpqP5Dv4tq2uuXmf6b2fyyMfpFth0F3y")
                        .matches("secret"))
                .isTrue();
    }
}
