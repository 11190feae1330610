package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two network namespaces: the client's traffic leaves its namespace through the other one, whose kernel redirects it to
 * Steno. Needs Linux, root and the programs named below; otherwise the test is skipped with the reason.
 */
class TransparentModeTest {
    private static final String CLIENT =
            "steno-client-" + ProcessHandle.current().pid();
    private static final String ROUTER =
            "steno-router-" + ProcessHandle.current().pid();

    /** An address reserved for documentation (RFC 5737, RFC 3849), which no real server has. */
    private static final String SERVER = "192.0.2.10";

    private static final String SERVER6 = "2001:db8::10";

    @TempDir
    Path folder;

    private Process nginx;
    private StenoProcess steno;

    @BeforeEach
    void layTheNetwork() throws Exception {
        for (String program : List.of("ip", "iptables", "ip6tables", "nginx", "curl", "openssl")) {
            assume(Program.find(program).isPresent(), program + " is not installed");
        }
        assume(run("id", "-u").strip().equals("0"), "it needs root");
        assume(exit("ip", "netns", "add", CLIENT) == 0, "this machine allows no network namespaces");
        run("ip", "netns", "add", ROUTER);
        run("ip", "link", "add", "c0", "netns", CLIENT, "type", "veth", "peer", "name", "r0", "netns", ROUTER);
        String[] commands = {
            CLIENT + " ip link set lo up",
            CLIENT + " ip addr add 10.77.0.2/24 dev c0",
            CLIENT + " ip addr add fd77::2/64 dev c0 nodad",
            CLIENT + " ip link set c0 up",
            CLIENT + " ip route add default via 10.77.0.1",
            CLIENT + " ip -6 route add default via fd77::1",
            ROUTER + " ip link set lo up",
            ROUTER + " ip addr add 10.77.0.1/24 dev r0",
            ROUTER + " ip addr add fd77::1/64 dev r0 nodad",
            ROUTER + " ip link set r0 up",
            ROUTER + " ip addr add " + SERVER + "/32 dev lo",
            ROUTER + " ip -6 addr add " + SERVER6 + "/128 dev lo nodad",
        };
        for (String command : commands) {
            run(("ip netns exec " + command).split(" "));
        }
        String rule = " -t nat -A PREROUTING -i r0 -p tcp -m multiport --dports 80,443 -j REDIRECT --to-ports 8080";
        assume(
                exit(("ip netns exec " + ROUTER + " iptables" + rule).split(" ")) == 0
                        && exit(("ip netns exec " + ROUTER + " ip6tables" + rule).split(" ")) == 0,
                "this kernel has no NAT for iptables");
    }

    @AfterEach
    void removeTheNetwork() throws Exception {
        if (steno != null) {
            steno.close();
        }
        if (nginx != null) {
            Program.end(nginx.toHandle());
        }
        if (Program.find("ip").isPresent()) {
            exit("ip", "netns", "del", CLIENT);
            exit("ip", "netns", "del", ROUTER);
        }
    }

    @Test
    void whatTheKernelRedirectsGoesWhereItWasGoingAndIsRecorded() throws Exception {
        startNginx();
        startSteno();

        assertThat(curl("http://" + SERVER + "/plain")).isEqualTo("server /plain");
        assertThat(curl("-k", "https://" + SERVER + "/secret")).isEqualTo("server /secret");
        assertThat(curl(
                        "--resolve",
                        "shop.example:443:" + SERVER,
                        "--cacert",
                        home("ca.pem"),
                        "https://shop.example/named"))
                .isEqualTo("server /named");
        assertThat(curl("http://[" + SERVER6 + "]/six")).isEqualTo("server /six");
        assertThat(curl("http://10.77.0.1:8080/direct")).startsWith("curl: ");

        steno.terminate();
        String session = folder.resolve("work.steno").toString();
        await().until(() -> !Files.exists(Path.of(session + "-wal")));
        assertThat(Call.steno("ls", session, "--json").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"url\":\"http://" + SERVER + "/plain\""),
                        line -> assertThat(line).contains("\"url\":\"https://" + SERVER + "/secret\""),
                        line -> assertThat(line).contains("\"url\":\"https://" + SERVER + "/named\""),
                        line -> assertThat(line).contains("/six\""),
                        line -> assertThat(line).contains("no original destination"));
    }

    private void startNginx() throws Exception {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=server",
                "-addext",
                "subjectAltName=IP:" + SERVER + ",DNS:shop.example",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("cert.pem").toString());
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid FOLDER/nginx.pid;
                error_log FOLDER/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path FOLDER/t1; proxy_temp_path FOLDER/t2; fastcgi_temp_path FOLDER/t3;
                  uwsgi_temp_path FOLDER/t4; scgi_temp_path FOLDER/t5;
                  server {
                    listen SERVER4:80; listen SERVER4:443 ssl; listen [SERVER6]:80;
                    ssl_certificate FOLDER/cert.pem; ssl_certificate_key FOLDER/key.pem;
                    location / { return 200 "server $uri"; }
                  }
                }
                """.replace("FOLDER", folder.toString())
                .replace("SERVER4", SERVER)
                .replace("SERVER6", SERVER6));
        nginx = Program.need("ip")
                .builder("netns", "exec", ROUTER, Program.need("nginx").file(), "-c", config)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        await().until(() -> Files.exists(folder.resolve("nginx.pid")));
    }

    private void startSteno() throws Exception {
        steno = StenoProcess.behind(
                List.of("ip", "netns", "exec", ROUTER),
                folder,
                "--mode",
                "transparent@[::]:8080",
                "--session",
                folder.resolve("work.steno").toString(),
                "--upstream-ca",
                folder.resolve("cert.pem").toString());
        steno.awaitMessage(Pattern.compile("session "));
    }

    private String home(String file) {
        return folder.resolve("home").resolve(file).toString();
    }

    private String curl(Object... arguments) {
        List<Object> command =
                new ArrayList<>(List.of("netns", "exec", CLIENT, "curl", "-sS", "--max-time", "20", "--noproxy", "*"));
        command.addAll(List.of(arguments));
        return Program.need("ip").call(command.toArray()).said();
    }

    private static Program.Outcome call(String... command) {
        return Program.need(command[0]).call((Object[]) Arrays.copyOfRange(command, 1, command.length));
    }

    private static int exit(String... command) {
        return call(command).code();
    }

    private static String run(String... command) {
        Program.Outcome outcome = call(command);
        assertThat(outcome.code())
                .as(String.join(" ", command) + ": " + outcome.said())
                .isZero();
        return outcome.said();
    }

    private static void assume(boolean holds, String otherwise) {
        if (!holds) {
            System.err.println("skipped: transparent mode cannot be tested here: " + otherwise);
        }
        assumeTrue(holds, otherwise);
    }
}
