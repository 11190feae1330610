package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of what a request asks its server to do. */
class OperationNameTest {

    private static @Nullable String name(String type, String path, Body body) {
        Peer client =
                new Peer(1, new Endpoint("127.0.0.1", 40_000), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                "POST", "https", "api.test", 443, path, "HTTP/2.0", Headers.of("Content-Type", type), null, body, 1, 1);
        return OperationName.of(new HttpFlow(
                1, 1, FlowState.OPEN, 1, Times.UNSET, client, null, request, null, List.of(), null, Notes.NONE, null));
    }

    private static @Nullable String name(String type, String text) {
        return name(type, "/graphql", new Body.Inline(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'query':'query Cart { items }'}                                        | Cart",
                "{'operationName':'Second','query':'query First { a } query Second { b }'} | Second",
                "{'operationName':null,'query':'mutation Buy($n: Int) { buy(n: $n) }'}    | Buy",
                "{'query':'{ items }'}                                                   | query",
                "{'query':'subscription { ticks }'}                                      | subscription",
                "{'query':'fragment F on T { a } query Later { ...F }'}                  | Later",
                "{'query':'# query Not\\nquery Real { a }'}                            | Real",
                "{'operationName':'Kept','extensions':{'persistedQuery':{}}}             | Kept",
                "[{'query':'query One { a }'},{'query':'query Two { b }'}]               | One",
            })
    void anOperationOfGraphQlHasAName(String json, String expected) {
        assertThat(name("application/json", json.replace('\'', '"'))).isEqualTo(expected);
    }

    @Test
    void aDocumentHasAName() {
        assertThat(name("application/graphql", "query Cart { items }")).isEqualTo("Cart");
    }

    @Test
    void theMethodOfGrpcIsTheEndOfThePath() {
        assertThat(name("application/grpc+proto", "/shop.v1.Cart/AddItem", Body.NONE))
                .isEqualTo("AddItem");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "application/json | {'query':'shoes'}",
                "application/json | {'name':'query'}",
                "application/json | {'query':",
                "text/plain       | {'query':'query Cart { items }'}",
            })
    void otherRequestsHaveNone(String type, String json) {
        assertThat(name(type, json.replace('\'', '"'))).isNull();
    }

    @Test
    void aBodyThatIsStoredApartIsNotRead() {
        assertThat(name("application/json", "/graphql", new Body.Stored(7, 99_000, 99_000, true)))
                .isNull();
    }
}
