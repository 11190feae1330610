package dev.steno.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Option records that several tests use. */
final class TestOptions {
    private TestOptions() {}

    enum OnFailure {
        STOP,
        PASS_ON
    }

    record Net(
            @Opt(help = "Where to listen.", defaultValue = "127.0.0.1:8080", flags = 'l')
            HostPort listen,

            @Opt(help = "Further authorities to trust upstream.")
            List<Path> upstreamCa,

            @Opt(
                    help = "Trusts every upstream certificate.",
                    flags = {'k', 'K'})
            boolean insecure,

            @Opt(help = "How long to wait for a connection.", defaultValue = "10s")
            Duration connectTimeout) {}

    record Store(
            @Opt(help = "The largest body kept.", defaultValue = "1gib", metavar = "LIMIT")
            ByteSize maxBody,

            @Opt(help = "The largest body kept beside its flow.", defaultValue = "16kib", live = true)
            ByteSize inlineBody,

            @Opt(help = "What happens to traffic when writing fails.", defaultValue = "stop")
            OnFailure onStoreFailure,

            @Opt(
                    help = "How much to print.",
                    defaultValue = "1",
                    allowed = {"0", "1", "2", "3"})
            int detail,

            @Opt(name = "session", help = "The session's file.")
            Optional<Path> file) {
        Store {
            if (inlineBody.compareTo(maxBody) > 0) {
                throw new IllegalArgumentException("inline-body cannot be above max-body");
            }
        }
    }

    record Login(
            @Opt(help = "The password of the next proxy.", secret = true)
            String password,

            @Opt(help = "The number of the key.", secret = true, defaultValue = "0")
            int keyNumber,

            @Opt(help = "For tests.", hidden = true) String trick) {}

    static Options all() {
        Options options = new Options();
        options.register(Net.class);
        options.register(Store.class);
        options.register(Login.class);
        return options;
    }
}
