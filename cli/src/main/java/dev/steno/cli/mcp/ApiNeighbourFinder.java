package dev.steno.cli.mcp;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.RunningProxy;
import dev.steno.mcp.tool.RunningSteno;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the Steno of the home folder that records a session, and calls its API. Any thread; blocks. */
final class ApiNeighbourFinder implements RunningSteno.Finder {
    /** How the record names who decided. */
    private static final String NAME = "steno mcp";

    private final Path file;
    private final Path home;

    ApiNeighbourFinder(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    @Override
    public Optional<RunningSteno> find() throws IOException {
        Optional<RunningProxy> recorder =
                RunningProxy.recordingTo(file, home).filter(each -> each.web().isPresent());
        return recorder.isPresent()
                ? Optional.of(new Calls(translated(() -> ApiClient.of(recorder.get(), NAME))))
                : Optional.empty();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private static <T> T translated(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (Failure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Each call has a connection of its own, so they need no lock. */
    private record Calls(ApiClient api) implements RunningSteno {
        @Override
        public @Nullable Object get(String path) throws IOException {
            return nullable(() -> api.get(path));
        }

        @Override
        public @Nullable Object post(String path, Map<String, Object> body) throws IOException {
            return nullable(() -> api.post(path, body));
        }

        private interface NullableCall {
            @Nullable
            Object run() throws IOException;
        }

        private static @Nullable Object nullable(NullableCall call) throws IOException {
            return translated(() -> Optional.ofNullable(call.run())).orElse(null);
        }
    }
}
