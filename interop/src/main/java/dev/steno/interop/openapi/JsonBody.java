package dev.steno.interop.openapi;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a body of JSON into a sketch. Stateless. */
final class JsonBody {
    /** Upper bound on the depth that is told apart; what is deeper is any value. */
    private static final int DEPTH = 40;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private JsonBody() {}

    /** Reads one value. Returns false if the text is no JSON; what stood before the fault is counted. */
    static boolean read(InputStream text, SchemaSketch into) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            value(parser, into, 0);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void value(JsonParser parser, @Nullable SchemaSketch into, int depth) {
        if (into == null || depth > DEPTH) {
            parser.skipChildren();
            return;
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                into.object();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    SchemaSketch member = into.member(parser.currentName());
                    parser.nextToken();
                    value(parser, member, depth + 1);
                }
            }
            case START_ARRAY -> {
                into.array();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser, into.element(), depth + 1);
                }
            }
            case VALUE_NUMBER_INT -> into.scalar("integer");
            case VALUE_NUMBER_FLOAT -> into.scalar("number");
            case VALUE_TRUE, VALUE_FALSE -> into.scalar("boolean");
            case VALUE_NULL -> into.scalar("null");
            default -> into.string(parser.getString());
        }
    }
}
