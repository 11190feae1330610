package dev.steno.cli.print;

import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writers of JSON objects, one per line, in ASCII. Stateless. */
final class JsonLines {
    private JsonLines() {}

    /** Returns a generator that neither closes nor flushes the stream; its user writes the ends of lines. */
    static JsonGenerator on(PrintStream out) {
        return JsonFactory.builder()
                .rootValueSeparator("")
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out);
    }
}
