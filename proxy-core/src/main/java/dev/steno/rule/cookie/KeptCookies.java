package dev.steno.rule.cookie;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the cookies of rules in a file, so that they outlast the process. Blocking; for one thread at a time. */
public final class KeptCookies {
    private static final Logger LOG = LoggerFactory.getLogger(KeptCookies.class);

    private final Path path;
    private final CookieFile file;
    private boolean foreign; // the file is not ours to replace
    private boolean failed;

    public KeptCookies(Path path) {
        this.path = path;
        this.file = new CookieFile(path);
    }

    /** Gives a rule the cookies of the file. */
    public void restore(StickyCookie rule) {
        try {
            rule.add(file.read());
        } catch (IOException e) {
            foreign = true;
            LOG.warn("no cookies are kept in {}, and it stays as it is: {}; name another file", path, e.getMessage());
        }
    }

    /** Writes the cookies of a rule if they have changed. */
    public void save(StickyCookie rule) {
        if (foreign) {
            return;
        }
        List<Cookie> changed = rule.takeChanged();
        if (changed != null) {
            try {
                file.write(changed);
                failed = false;
            } catch (IOException e) {
                if (!failed) {
                    LOG.warn("the cookies cannot be kept in {}: {}", path, e.getMessage());
                }
                failed = true;
            }
        }
    }
}
