package dev.steno.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.steno.flow.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    @Test
    void secretsAreProposedByNameFormAndEntropy() {
        Suggestions suggestions = new Suggestions();
        suggestions.look(
                Headers.of(
                        "Authorization", "Bearer x",
                        "X-Session", "8f14e45fceea167a5a36dedd4bea2543",
                        "ETag", "8f14e45fceea167a5a36dedd4bea2543",
                        "Accept", "text/html,application/xhtml+xml",
                        "Cookie", "theme=dark; sid=c4ca4238a0b923820dcc509a6f75849b"),
                "one");
        suggestions.parameters("/a/b?password=x&q=hello+world&k=Zk9Qw3r7TyU8iOpL2mNb5", "query", "two");
        suggestions.body(
                "{\"mail\":\"jo@a.example\",\"card\":\"4111111111111111\",\"id_token\":\"aaaaaaaaaaaaaaaaaaaa\"}"
                        .getBytes(StandardCharsets.UTF_8),
                Headers.of("Content-Type", "application/json"),
                "three");
        suggestions.text("key AKIAIOSFODNN7EXAMPLE.", "four");
        assertEquals(
                List.of(
                        "cookie:sid",
                        "header:authorization",
                        "header:x-session",
                        "json:$..id_token",
                        "query:k",
                        "query:password",
                        "shape:aws",
                        "shape:card",
                        "shape:email"),
                suggestions.found().stream()
                        .map(Suggestions.Found::spec)
                        .sorted()
                        .toList());
    }
}
