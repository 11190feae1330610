package dev.steno.redact;

import dev.steno.content.stream.StreamCodings;
import dev.steno.content.stream.TransformChain;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.redact.json.JsonRules;
import dev.steno.redact.json.JsonTransform;
import dev.steno.redact.json.MemberTransform;
import dev.steno.redact.json.NameTable;
import dev.steno.redact.json.PieceTransform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Redacts by rules. */
final class RuleRedactor implements Redactor {
    /** Counts known secrets where no rule found them. */
    private static final String COPIES = "the same values elsewhere";

    /** Upper bound on inline bodies, and on sets of rules, that are remembered; others take their places. A power of two. */
    private static final int REMEMBERED = 64;

    private final List<RedactionRule> rules;
    private final RedactionKey key;
    private final SecretLog log;
    private final @Nullable Secrets known;
    private final LongAdder[] counts;
    private final NameTable forms = new NameTable();
    private final JsonRules json;
    private final JsonRules messageJson;
    private final UrlText urls;
    private final HeadRules head;
    private final Finders none = new Finders(List.of());
    private final AtomicReferenceArray<@Nullable Clean> clean = new AtomicReferenceArray<>(REMEMBERED);
    private final Map<BitSet, String> kinds = new ConcurrentHashMap<>(); // by the rules that replaced something
    private volatile @Nullable Mark mark; // the one that was made last
    private final boolean hasOwnFinders;
    private final boolean hasMessageFinders;
    private final boolean searchesBodies;

    RuleRedactor(RedactionRules rules, RedactionKey key) {
        this(rules, key, SecretLog.NONE, null);
    }

    /** @param known secrets that are replaced wherever they occur, counted for a rule behind the last; null for none */
    RuleRedactor(RedactionRules rules, RedactionKey key, SecretLog log, @Nullable Secrets known) {
        this(rules.rules(), key, log, known);
    }

    private RuleRedactor(List<RedactionRule> rules, RedactionKey key, SecretLog log, @Nullable Secrets known) {
        this.rules = rules;
        this.key = key;
        this.log = log;
        this.known = known;
        this.counts = new LongAdder[this.rules.size() + 1];
        NameTable parameters = new NameTable();
        int userInfo = -1;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
        for (int i = 0; i < this.rules.size(); i++) {
            RedactionRule rule = this.rules.get(i);
            if (rule instanceof RedactionRule.Form form) {
                forms.add(form.name(), i);
            } else if (rule instanceof RedactionRule.Query query) {
                parameters.add(query.name(), i);
            } else if (rule instanceof RedactionRule.UserInfo) {
                userInfo = i;
            }
        }
        this.json = new JsonRules(paths(this.rules, false));
        this.messageJson = new JsonRules(paths(this.rules, true));
        this.urls = new UrlText(parameters, userInfo);
        this.head = new HeadRules(this.rules, urls);
        this.hasOwnFinders = !Finders.of(this.rules, false, List.of()).isEmpty();
        this.hasMessageFinders = !Finders.of(this.rules, true, List.of()).isEmpty();
        this.searchesBodies = hasOwnFinders || known != null || !forms.isEmpty() || !json.isEmpty();
    }

    private static List<JsonRules.Path> paths(List<RedactionRule> rules, boolean inMessages) {
        List<JsonRules.Path> paths = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof RedactionRule.Json json) {
                paths.add(new JsonRules.Path(json.path(), i));
            } else if (rules.get(i) instanceof RedactionRule.JsonInMessages json && inMessages) {
                paths.add(new JsonRules.Path(json.path(), i));
            }
        }
        return paths;
    }

    private Replacing replacing() {
        return new Replacing(key, counts, log);
    }

    private Finders finders(boolean inMessages) {
        if (known == null) {
            return (inMessages ? hasMessageFinders : hasOwnFinders) ? Finders.of(rules, inMessages, List.of()) : none;
        }
        return Finders.of(rules, inMessages, List.of(known.finder(rules.size())));
    }

    @Override
    public boolean isNone() {
        return false;
    }

    @Override
    public Flow redact(Flow flow) {
        Replacing with = replacing();
        return new FlowPass(head, finders(false), with, this).redact(flow, rules);
    }

    @Override
    public InputStream body(HttpFlow flow, Direction direction, InputStream recorded) {
        BodyRedaction redaction = transform(BodyType.of(bodyHeaders(flow, direction)));
        return redaction == null ? recorded : new RedactingStream(recorded, redaction);
    }

    @Override
    public InputStream decodedBody(HttpFlow flow, Direction direction, InputStream decoded) {
        BodyRedaction redaction = transform(BodyType.decoded(bodyHeaders(flow, direction)));
        return redaction == null ? decoded : new RedactingStream(decoded, redaction);
    }

    private static Headers bodyHeaders(HttpFlow flow, Direction direction) {
        return ImportMarks.bodyHeaders(flow, direction == Direction.CLIENT_TO_SERVER);
    }

    @Override
    public @Nullable BodyRedaction transform(BodyType type) {
        return transform(type, replacing());
    }

    /**
     * Whether an inline body whose codings can be removed has nothing to replace. To apply the codings again takes several
     * times as long as to remove them, and most bodies need not be changed.
     */
    boolean isCleanWithin(byte[] coded, Headers headers) {
        BodyType type = BodyType.of(headers);
        if (!type.isCoded() || !type.hasKnownCodings()) {
            return false;
        }
        LongAdder[] uncounted = new LongAdder[counts.length];
        Arrays.fill(uncounted, new LongAdder());
        BodyRedaction plain = transform(BodyType.decoded(headers), new Replacing(key, uncounted, SecretLog.NONE));
        if (plain == null) {
            return false;
        }
        BodyTransform search = plain;
        try {
            search = new TransformChain(List.of(StreamCodings.decoder(headers), plain));
            search.put(coded);
            skip(search);
            search.end();
            skip(search);
            return !plain.changed();
        } catch (IOException | RuntimeException e) {
            return false; // the redaction that follows meets the same fault, and decides what is shown
        } finally {
            search.close();
        }
    }

    private static void skip(BodyTransform search) throws IOException {
        while (search.next() != null) {
            // what is left is of no interest
        }
    }

    private @Nullable BodyRedaction transform(BodyType type, Replacing with) {
        if (!searchesBodies) {
            return null;
        }
        Finders finders = finders(false);
        List<BodyTransform> parts = new ArrayList<>();
        String boundary = forms.isEmpty() ? null : type.boundary();
        if (boundary != null) {
            parts.add(new MultipartTransform(forms, boundary, with));
        } else if (type.isForm() && !(forms.isEmpty() && finders.isEmpty())) {
            parts.add(new FormTransform(forms, finders, with));
        } else if (!json.isEmpty() && type.mayBeJson()) {
            parts.add(json(json, with, type.isJson()));
        }
        if (!finders.isEmpty()) {
            parts.add(new WindowTransform(finders, with, type.isEventStream()));
        }
        if (parts.isEmpty()) {
            return null;
        }
        boolean needed = parts.size() > 1 || !(parts.get(0) instanceof WindowTransform) || hasOwnFinders;
        BodyTransform plain = parts.size() == 1 ? parts.get(0) : new TransformChain(parts);
        BodyTransform coded;
        try {
            coded = coded(plain, type);
        } catch (IOException e) {
            coded = null; // a coding is not available on this system
        }
        return coded == null && !needed
                ? null
                : new BodyRedaction(coded, with, rules, needed, body -> rememberClean(body, type.headers()));
    }

    /** The transform of a body with its codings; null if they cannot be removed. */
    private static @Nullable BodyTransform coded(BodyTransform plain, BodyType type) throws IOException {
        if (!type.isCoded()) {
            return plain;
        }
        return type.hasKnownCodings() ? StreamCodings.around(plain, type.headers()) : null;
    }

    @Override
    public @Nullable BodyRedaction messageTransform() {
        Replacing with = replacing();
        Finders finders = finders(true);
        List<BodyTransform> parts = new ArrayList<>();
        if (!messageJson.isEmpty()) {
            parts.add(json(messageJson, with, false));
        }
        if (!finders.isEmpty()) {
            parts.add(new WindowTransform(finders, with, false));
        }
        return parts.isEmpty()
                ? null
                : new BodyRedaction(
                        parts.size() == 1 ? parts.get(0) : new TransformChain(parts), with, rules, true, message -> {});
    }

    @Override
    public MessageRows socketMessages() {
        return new RedactedRows(this::messageTransform);
    }

    @Override
    public MessageRows streamPieces() {
        Finders finders = finders(true);
        return finders.isEmpty() ? new UnchangedRows() : new RedactedPieces(finders, replacing());
    }

    @Override
    public boolean concernsBodies() {
        return hasMessageFinders || !forms.isEmpty() || !messageJson.isEmpty() || known != null;
    }

    @Override
    public Notes notes(Notes notes) {
        return new FlowPass(head, finders(false), replacing(), this).notes(notes);
    }

    @Override
    public String text(String text) {
        Replacing with = replacing();
        return text(text, finders(false), with);
    }

    /** Whether bodies are searched for anything. */
    boolean searchesBodies() {
        return searchesBodies;
    }

    /** The notes of a redacted flow. @param used the rules that replaced something */
    Notes marked(Notes notes, BitSet used, boolean bodyChanged) {
        String kinds = kinds(used);
        String all = kinds.isEmpty() ? "body" : bodyChanged ? kinds + ", body" : kinds;
        Mark last = mark;
        if (notes != Notes.NONE) {
            return Redacted.marked(notes, all);
        }
        if (last == null || !last.kinds.equals(all)) {
            last = new Mark(all, Redacted.marked(notes, all));
            mark = last;
        }
        return last.notes;
    }

    private String kinds(BitSet used) {
        String known = kinds.get(used);
        if (known == null) {
            known = Replacing.kinds(used, rules);
            if (kinds.size() >= REMEMBERED) {
                kinds.clear();
            }
            kinds.put((BitSet) used.clone(), known);
        }
        return known;
    }

    /** Notes that say nothing but the mark. */
    private record Mark(String kinds, Notes notes) {}

    /** Whether this very body was searched lately, and had nothing to replace. */
    boolean isClean(byte[] body, Headers headers) {
        Clean known = clean.get(System.identityHashCode(body) & REMEMBERED - 1);
        return known != null && known.body == body && known.headers == headers;
    }

    /** Remembers a body for the next revisions of its flow, which have the same bytes and fields. */
    void rememberClean(byte[] body, Headers headers) {
        if (log == SecretLog.NONE) {
            clean.set(System.identityHashCode(body) & REMEMBERED - 1, new Clean(body, headers));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by identity
    private record Clean(byte[] body, Headers headers) {}

    /** Redacts a value of the metadata. */
    String metadata(String name, String value, Finders finders, Replacing with) {
        return switch (name) {
            case Redacted.MARK -> value;
            case ImportMarks.USER_INFO -> urls.user(value, with);
            case ImportMarks.EXTRA -> text(inJson(value, with), finders, with);
            default -> text(value, finders, with);
        };
    }

    private String inJson(String text, Replacing with) {
        if (json.isEmpty()) {
            return text;
        }
        PieceTransform transform = json(json, with, true);
        transform.put(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream redacted = new ByteArrayOutputStream();
        for (byte[] piece = transform.next(); piece != null; piece = transform.next()) {
            redacted.writeBytes(piece);
        }
        return redacted.toString(StandardCharsets.UTF_8);
    }

    private static PieceTransform json(JsonRules rules, Replacing with, boolean isJson) {
        return rules.hasPaths() ? new JsonTransform(rules, with, isJson) : new MemberTransform(rules, with, isJson);
    }

    String text(String text, Finders finders, Replacing with) {
        if (text.isEmpty()) {
            return text;
        }
        return finders.inText(head.inText(urls.inText(text, finders, with, true), with), with);
    }

    @Override
    public HiddenValues hiddenIn(Flow flow) {
        HiddenValues hidden = new HiddenValues();
        new RuleRedactor(rules, key, hidden.log(), known).redact(flow);
        return hidden;
    }

    @Override
    public HiddenValues hiddenIn(byte[] message) {
        HiddenValues hidden = new HiddenValues();
        new RuleRedactor(rules, key, hidden.log(), known).message(message);
        return hidden;
    }

    @Override
    public byte[] message(byte[] data) {
        BodyRedaction redaction = messageTransform();
        if (redaction == null) {
            return data;
        }
        ByteArrayOutputStream redacted = new ByteArrayOutputStream(data.length);
        try {
            redaction.transfer(new ByteArrayInputStream(data), redacted);
        } catch (IOException e) {
            throw new IllegalStateException("a message in memory can be read", e);
        } finally {
            redaction.close();
        }
        return redaction.changed() ? redacted.toByteArray() : data;
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            all.put(rules.get(i).text(), counts[i].sum());
        }
        if (known != null) {
            all.put(COPIES, counts[rules.size()].sum());
        }
        return all;
    }
}
