package dev.steno.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.flow.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations on a message, as programs write them. */
class EditJsonTest {
    @Test
    void eachOperationIsRead() {
        List<EditOp> read = EditJson.operations(List.of(
                Map.of("op", "method", "value", "PUT"),
                Map.of("op", "url", "value", "/x", "keep_host", true),
                Map.of("op", "status", "value", 404),
                Map.of("op", "reason", "value", "no"),
                Map.of("op", "header.set", "name", "a", "value", "1"),
                Map.of("op", "header.set", "name", "a", "value", "1", "index", 2),
                Map.of("op", "header.add", "name", "a", "value", "1", "index", 0L),
                Map.of("op", "header.remove", "name", "a"),
                Map.of("op", "headers", "value", List.of(List.of("a", "1"), List.of("b", ""))),
                Map.of("op", "trailer.set", "name", "t", "value", "1"),
                Map.of("op", "trailer.remove", "name", "t"),
                Map.of("op", "body", "text", "hi", "encoded", true),
                Map.of("op", "raw", "value", "GET")));
        assertThat(read)
                .containsExactly(
                        new EditOp.Method("PUT"),
                        new EditOp.Url("/x", true),
                        new EditOp.Status(404),
                        new EditOp.Reason("no"),
                        new EditOp.HeaderSet("a", "1", -1),
                        new EditOp.HeaderSet("a", "1", 2),
                        new EditOp.HeaderAdd("a", "1", 0),
                        new EditOp.HeaderRemove("a", -1),
                        new EditOp.HeaderFields(Headers.of("a", "1", "b", "")),
                        new EditOp.TrailerSet("t", "1"),
                        new EditOp.TrailerRemove("t"),
                        new EditOp.NewBody("hi", null, true),
                        new EditOp.Raw("GET"));
        EditOp.NewBody bytes = (EditOp.NewBody) EditJson.operations(List.of(Map.of("op", "body", "base64", "AQI=")))
                .get(0);
        assertThat(bytes.bytes()).containsExactly(1, 2);
        assertThat(bytes.encoded()).isFalse();
    }

    @Test
    void whatIsNoOperationIsRefusedWithItsReason() {
        refused(null, "must be a list of operations");
        refused(Map.of("op", "method"), "must be a list of operations");
        refused(Arrays.asList((Object) null), "must be an object with \"op\"");
        refused(List.of(Map.of("value", "1")), "must be an object with \"op\"");
        refused(List.of(Map.of("op", "shout")), "there is no operation \"shout\"; there are method, url,");
        refused(List.of(Map.of("op", "method")), "the operation method must have \"value\", a text");
        refused(List.of(Map.of("op", "status", "value", "x")), "must have \"value\", a number");
        refused(List.of(Map.of("op", "url", "value", "/", "keep_host", "yes")), "must be true or false");
        refused(List.of(Map.of("op", "header.remove", "name", "a", "index", -1)), "must be a number from 0");
        refused(List.of(Map.of("op", "header.remove", "name", "a", "index", 1.5)), "must be a number from 0");
        refused(List.of(Map.of("op", "headers", "value", List.of("a: 1"))), "must be [NAME, VALUE]");
        refused(List.of(Map.of("op", "body")), "must have either \"text\" or \"base64\"");
        refused(List.of(Map.of("op", "body", "text", "", "base64", "")), "must have either");
        refused(List.of(Map.of("op", "body", "base64", "?")), "is not base64");
    }

    private static void refused(Object edits, String why) {
        assertThatThrownBy(() -> EditJson.operations(edits))
                .isInstanceOf(FlowActionException.class)
                .hasMessageContaining(why);
    }
}
