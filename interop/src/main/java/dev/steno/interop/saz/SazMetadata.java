package dev.steno.interop.saz;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.LenientTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What Fiddler writes about a session: timers and flags. Immutable.
 *
 * @param damaged whether it could be read in part only
 */
record SazMetadata(Map<String, String> timers, Map<String, String> flags, boolean damaged) {
    static final SazMetadata NONE = new SazMetadata(Map.of(), Map.of(), false);

    private static final JsonFactory JSON = new JsonFactory();

    /** Stands for bytes that are no text. */
    private static final char REPLACED = '\uFFFD';

    /** Names of flags that have a place in a flow. */
    private static final List<String> KNOWN =
            List.of("x-clientip", "x-clientport", "x-hostip", "https-client-version", "ui-comments", "ui-color");

    /**
     * Reads a document. One that is no XML gives what stands before the fault; bytes that are no text are replaced.
     *
     * @param factory of {@link #factory}, which costs more to make than to use
     */
    static SazMetadata read(InputStream in, int limit, XMLInputFactory factory) throws IOException {
        String text = text(in.readNBytes(limit));
        Map<String, String> timers = new HashMap<>();
        Map<String, String> flags = new LinkedHashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    readElement(xml, timers, flags);
                }
            }
            return new SazMetadata(timers, flags, text.indexOf(REPLACED) >= 0);
        } catch (XMLStreamException | RuntimeException e) {
            return new SazMetadata(timers, flags, true);
        }
    }

    /**
     * Decodes a document: in UTF-8, as Fiddler writes it, or in UTF-16, as its byte order mark says. Done here, since the
     * reader of the JDK prints on standard error that a byte is none of UTF-8, and ends there.
     */
    private static String text(byte[] document) {
        boolean wide = document.length >= 2
                && (document[0] == (byte) 0xfe && document[1] == (byte) 0xff
                        || document[0] == (byte) 0xff && document[1] == (byte) 0xfe);
        String text = new String(document, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void readElement(XMLStreamReader xml, Map<String, String> timers, Map<String, String> flags) {
        switch (xml.getLocalName()) {
            case "SessionTimers" -> {
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    timers.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                }
            }
            case "SessionFlag" -> {
                String name = xml.getAttributeValue(null, "N");
                String value = xml.getAttributeValue(null, "V");
                if (name != null && value != null) {
                    flags.put(name.toLowerCase(Locale.ROOT), value);
                }
            }
            default -> {
                // PipeInfo and others say nothing that a flow has a place for
            }
        }
    }

    /** Makes readers that expand no entities and read nothing outside of the document. For one thread. */
    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    /** Whether the client's connection was encrypted. */
    boolean isTls() {
        return flags.containsKey("https-client-version");
    }

    /** Sets times, addresses, mark and comment. */
    void apply(HttpDraft draft) {
        long began = first("ClientBeginRequest", "GotRequestHeaders", "FiddlerBeginRequest");
        long ended = first("ClientDoneResponse", "ServerDoneResponse");
        draft.times(began, Times.isSet(began) && Times.isSet(ended) && ended >= began ? ended - began : Times.UNSET)
                .requestTimes(began, first("ClientDoneRequest"))
                .responseTimes(
                        first("ServerBeginResponse", "ClientBeginResponse"),
                        first("ServerDoneResponse", "ClientDoneResponse"));
        Endpoint client = SazImporter.endpoint(flags.get("x-clientip"), flags.get("x-clientport"));
        if (client != null) {
            draft.client(client, client.toString(), tls());
        }
        Endpoint server = SazImporter.endpoint(flags.get("x-hostip"), null);
        if (server != null) {
            draft.server(null, new Endpoint(server.host(), draft.port()), "", null);
        }
        if (flags.containsKey("ui-comments")) {
            draft.comment(flags.get("ui-comments"));
        }
        if (flags.containsKey("ui-color")) {
            draft.mark(flags.get("ui-color"));
        }
        String rest = rest();
        if (rest != null) {
            draft.extra(rest);
        }
    }

    private long first(String... names) {
        for (String name : names) {
            long nanos = LenientTime.parse(timers.get(name)).nanos();
            if (Times.isSet(nanos)) {
                return nanos;
            }
        }
        return Times.UNSET;
    }

    private @Nullable Tls tls() {
        String version = flags.get("https-client-version");
        if (version == null) {
            return null;
        }
        String named = switch (version.toLowerCase(Locale.ROOT)) {
            case "tls" -> "TLSv1";
            case "tls11" -> "TLSv1.1";
            case "tls12" -> "TLSv1.2";
            case "tls13" -> "TLSv1.3";
            default -> version;
        };
        return new Tls(Times.UNSET, named, null, null, null, List.of(), List.of(), List.of(), null);
    }

    /** The other flags, as a JSON object; null if there are none. */
    private @Nullable String rest() {
        if (KNOWN.containsAll(flags.keySet())) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("saz");
            flags.forEach((name, value) -> {
                if (!KNOWN.contains(name)) {
                    json.writeStringProperty(name, value);
                }
            });
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }
}
