package dev.steno.look;

import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.content.view.ViewContent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charsets by which content is read, other than the one that its views would choose. Stateless. */
final class Charsets {
    private Charsets() {}

    /** Returns the charset by which {@link BodyText} reads content. */
    static Charset of(ViewContent content) {
        return BodyText.charset(content.data(), content.declared(), content.whole());
    }

    /** Returns content as UTF-8 if it is to be read by a certain charset; the same content for null. */
    static ViewContent recoded(ViewContent content, @Nullable Charset charset) {
        if (charset == null) {
            return content;
        }
        byte[] data = new String(content.data(), charset).getBytes(StandardCharsets.UTF_8);
        ContentType type = ContentType.parse(content.declared());
        Map<String, String> parameters = new LinkedHashMap<>(type.parameters());
        parameters.put("charset", "utf-8");
        String declared = type.type().isEmpty() ? null : new ContentType(type.type(), parameters).toString();
        return new ViewContent(data, declared, content.whole(), content.messageCoding(), content.schema());
    }
}
