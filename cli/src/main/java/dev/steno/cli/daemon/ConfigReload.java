package dev.steno.cli.daemon;

import dev.steno.option.ConfigFile;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.ReloadedOption;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code config.toml} again while Steno runs. Any thread that may block. */
public final class ConfigReload {
    private final Options options;
    private final Path home;
    private final RunLog log;

    /**
     * @param home the home folder, which has the file
     * @param log begins its file again, as programs that rotate files expect of a reload
     */
    public ConfigReload(Options options, Path home, RunLog log) {
        this.options = options;
        this.home = home;
        this.log = log;
    }

    /**
     * Reads the file, and applies what can change while Steno runs.
     *
     * @return the options that the file gives another value than before
     * @throws OptionException if the file has an error; the message has a line for each, with the position, and nothing
     *     has changed
     */
    public List<ReloadedOption> reload() {
        log.reopen();
        return options.reload(OptionSource.CONFIG, ConfigFile.read(home.resolve(ConfigFile.NAME), options));
    }
}
