package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The variables of clients, and the way back to the user's own. */
class ClientEnvironmentTest {
    private static final ClientFiles FILES = new ClientFiles(Path.of("/a home/clients/x"));

    private static Map<String, String> under(Map<String, String> user) {
        Map<String, String> all = new TreeMap<>(user);
        all.putAll(ClientEnvironment.variables(
                ClientEnvironment.rows(new Endpoint("127.0.0.1", 9999), "", FILES, user), user));
        return all;
    }

    @Test
    void theUsersOwnEnvironmentIsFoundAgain() {
        Map<String, String> user = Map.of("PATH", "/bin", "NODE_OPTIONS", "--max-old-space-size=99", "no_proxy", "x");
        Map<String, String> set = under(user);
        assertThat(set).containsEntry("https_proxy", "http://127.0.0.1:9999").containsEntry("no_proxy", "");
        assertThat(ClientEnvironment.userOwn(set)).isEqualTo(user);
        assertThat(ClientEnvironment.userOwn(under(ClientEnvironment.userOwn(set))))
                .isEqualTo(user);
        assertThat(ClientEnvironment.userOwn(user)).isEqualTo(user);
    }

    @Test
    void thePageOnClientsNamesEachVariable() throws Exception {
        String page = Files.readString(Checkout.file("docs/clients.md"));
        assertThat(ClientEnvironment.rows(new Endpoint("127.0.0.1", 9999), "", FILES, Map.of()))
                .flatMap(row -> row.variables().keySet())
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(page).contains('`' + name + '`'));
    }

    @Test
    void optionsOfProgramsAreAddedToTheUsersOwn() {
        Map<String, String> set = under(Map.of("NODE_OPTIONS", "--no-warnings", "JAVA_TOOL_OPTIONS", "-Xmx1g"));
        assertThat(set.get("NODE_OPTIONS")).isEqualTo("--no-warnings --require \"/a home/clients/x/node-proxy.cjs\"");
        assertThat(set.get("JAVA_TOOL_OPTIONS"))
                .startsWith("-Xmx1g -Dhttp.proxyHost=127.0.0.1 ")
                .endsWith(" -Djavax.net.ssl.trustStore=\"/a home/clients/x/truststore.p12\"");
    }
}
