package dev.steno.net.mode;

import dev.steno.option.HostPort;
import dev.steno.option.ValueType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text form of listeners as an option's value. Stateless. */
final class ListenerType implements ValueType<ListenerSpec> {
    private static final List<String> MODES = List.of("regular", "reverse:", "upstream:", "socks5", "transparent");

    @Override
    public String name() {
        return "mode";
    }

    @Override
    public String metavar() {
        return "MODE[@[HOST:]PORT]";
    }

    @Override
    public String accepted() {
        return "regular, reverse:URL, upstream:URL, socks5 or transparent, each optionally followed by @[HOST:]PORT";
    }

    @Override
    public ListenerSpec parse(String text) {
        return new ListenerParser(text).listener();
    }

    @Override
    public String print(ListenerSpec value) {
        NextProxy next = value.mode() instanceof ProxyMode.Upstream upstream ? upstream.next() : null;
        Credentials given = next == null ? null : next.credentials();
        if (next != null && given != null) {
            String pair = PercentText.encode(given.user()) + ":" + PercentText.encode(given.password());
            NextProxy bare = new NextProxy(next.kind(), next.address(), null);
            String url = bare.toString().replace("://", "://" + pair + "@");
            return "upstream:" + url + "/" + (value.at() == null ? "" : "@" + value.at());
        }
        return text(value.mode(), value.at());
    }

    @Override
    public String show(ListenerSpec value) {
        return value.toString();
    }

    static String text(ProxyMode mode, @Nullable HostPort at) {
        // without the slash, the listener's address could be taken for the next proxy's
        String end = mode instanceof ProxyMode.Upstream && at != null ? "/" : "";
        return mode + (at == null ? "" : end + "@" + at);
    }

    @Override
    public List<String> complete(String prefix) {
        return Stream.concat(
                        MODES.stream(),
                        Stream.of("http://", "https://", "http3://", "tcp://", "tls://")
                                .map("reverse:"::concat))
                .filter(text -> text.startsWith(prefix) && !text.equals(prefix))
                .toList();
    }
}
