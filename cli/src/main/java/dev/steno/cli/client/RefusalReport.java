package dev.steno.cli.client;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts which servers' certificates clients refused, for a report at the end with what to do about it. At most 100
 * servers are kept. Called on event loops; any thread.
 */
final class RefusalReport implements Addon {
    private static final int MOST = 100;
    private static final int SHOWN = 5;

    private final Map<String, Integer> refused = new TreeMap<>();

    @Override
    public void register(Registrar registrar) {
        registrar.on(Hook.TLS_SHOWN, Phase.SEAL, (shown, context) -> {
            if (shown.reaction() == Hook.TlsShown.Reaction.REFUSED) {
                count(shown.hello().server().toString());
            }
            return Verdict.pass();
        });
    }

    private synchronized void count(String server) {
        if (refused.containsKey(server) || refused.size() < MOST) {
            refused.merge(server, 1, Integer::sum);
        }
    }

    /**
     * Returns one line per server, and one with the remedy; none if nothing was refused.
     *
     * @param bundle the file with the authorities to trust
     */
    synchronized List<String> lines(String bundle) {
        List<String> lines = new ArrayList<>();
        refused.entrySet().stream()
                .limit(SHOWN)
                .forEach(each -> lines.add("the client refused Steno's certificate for " + each.getKey() + ", "
                        + Quantity.count(each.getValue(), "time")));
        if (refused.size() > SHOWN) {
            lines.add("and for " + Quantity.count(refused.size() - SHOWN, "further server"));
        }
        if (!lines.isEmpty()) {
            lines.add("to fix it: make the client trust the certificates in " + bundle
                    + " (docs/clients.md lists how, by client); if it accepts only its server's own certificate,"
                    + " --ignore-hosts REGEX passes that server through without decryption");
        }
        return lines;
    }
}
