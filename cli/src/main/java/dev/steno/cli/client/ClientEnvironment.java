package dev.steno.cli.client;

import dev.steno.cli.command.Failure;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.flow.Endpoint;
import dev.steno.option.Options;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment variables that make programs use the proxy and trust its CA, as a table: one row per program, or per
 * group of programs that share variables. docs/clients.md explains the rows. Pure.
 */
final class ClientEnvironment {
    /** Names the variables that Steno set, so that a nested call knows what the user's own environment was. */
    private static final String SET = "STENO_SET_VARIABLES";

    /** The prefix of variables that keep what the user had in a variable that Steno set. */
    private static final String SAVED = "STENO_SAVED_";

    private ClientEnvironment() {}

    /**
     * One row of the table.
     *
     * @param client who reads the variables
     * @param variables by name, in the order in which they are shown
     */
    record Row(String client, Map<String, String> variables) {}

    /**
     * Returns the table.
     *
     * @param proxy the address of an HTTP proxy
     * @param userInfo what its URL has before the host, see {@link EmbeddedProxy#userInfo}
     * @param user the user's own environment, see {@link #userOwn}: options of programs are added to those in it
     */
    static List<Row> rows(Endpoint proxy, String userInfo, ClientFiles files, Map<String, String> user) {
        String url = "http://" + userInfo + proxy;
        String bundle = files.bundle().toString();
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "most programs: the proxy",
                List.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"),
                url));
        rows.add(row("most programs: loopback is not excluded", List.of("no_proxy", "NO_PROXY"), ""));
        rows.add(row("CGI programs, WebSocket clients", List.of("CGI_HTTP_PROXY", "WS_PROXY", "WSS_PROXY"), url));
        rows.add(row("OpenSSL: Python urllib, httpx, Ruby, Go, Rust, .NET", List.of("SSL_CERT_FILE"), bundle));
        rows.add(row("curl", List.of("CURL_CA_BUNDLE"), bundle));
        rows.add(row("wget", List.of("WGETRC"), files.wgetrc().toString()));
        rows.add(row("Python requests, HTTPie, pip", List.of("REQUESTS_CA_BUNDLE", "PIP_CERT"), bundle));
        rows.add(row("Node.js", List.of("NODE_EXTRA_CA_CERTS"), files.extra().toString()));
        rows.add(row("Node.js 22.21, 24 and newer", List.of("NODE_USE_ENV_PROXY"), "1"));
        rows.add(row(
                "Node.js before that",
                List.of("NODE_OPTIONS"),
                added(
                        user,
                        "NODE_OPTIONS",
                        "--require " + nodeQuoted(files.nodePreload().toString()))));
        rows.add(row("npm, pnpm", List.of("npm_config_proxy", "npm_config_https_proxy"), url));
        rows.add(row("npm, pnpm: the CA", List.of("npm_config_cafile"), bundle));
        rows.add(row("Yarn", List.of("YARN_HTTP_PROXY", "YARN_HTTPS_PROXY"), url));
        rows.add(row("Yarn: the CA", List.of("YARN_HTTPS_CA_FILE_PATH"), bundle));
        rows.add(row("Java", List.of("JAVA_TOOL_OPTIONS"), added(user, "JAVA_TOOL_OPTIONS", java(proxy, files))));
        rows.add(row("Git", List.of("GIT_SSL_CAINFO"), bundle));
        rows.add(row("Cargo", List.of("CARGO_HTTP_CAINFO"), bundle));
        rows.add(row("Cargo: the proxy", List.of("CARGO_HTTP_PROXY"), url));
        rows.add(row("AWS CLI, boto", List.of("AWS_CA_BUNDLE"), bundle));
        rows.add(row("Google Cloud CLI", List.of("CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE"), bundle));
        rows.add(row("Deno", List.of("DENO_CERT"), files.extra().toString()));
        rows.add(row("Perl LWP", List.of("PERL_LWP_SSL_CA_FILE"), bundle));
        rows.add(row("PHP", List.of("PHP_INI_SCAN_DIR"), File.pathSeparator + files.phpFolder()));
        rows.add(row("gRPC in C++, Python, Ruby and others", List.of("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"), bundle));
        rows.add(row("gRPC: the proxy", List.of("grpc_proxy"), url));
        return rows;
    }

    /**
     * Returns what the variables' URLs have before the host for a proxy with these options.
     *
     * @throws Failure if the proxy asks for a password that is known only as a digest
     */
    static String userInfo(Options options) {
        return EmbeddedProxy.userInfo(options)
                .orElseThrow(() -> Failure.usage("--proxy-auth @FILE has digests of passwords, and the programs need a "
                        + "password: use --proxy-auth user:password"));
    }

    private static Row row(String client, List<String> names, String value) {
        Map<String, String> variables = new LinkedHashMap<>();
        names.forEach(name -> variables.put(name, value));
        return new Row(client, variables);
    }

    /** Without http.nonProxyHosts, Java would not send requests for loopback to a proxy. */
    private static String java(Endpoint proxy, ClientFiles files) {
        return "-Dhttp.proxyHost=" + proxy.host() + " -Dhttp.proxyPort=" + proxy.port()
                + " -Dhttps.proxyHost=" + proxy.host() + " -Dhttps.proxyPort=" + proxy.port()
                + " -Dhttp.nonProxyHosts= -Djavax.net.ssl.trustStoreType=PKCS12"
                + " -Djavax.net.ssl.trustStore=" + javaQuoted(files.trustStore().toString());
    }

    /** The JVM splits the variable at spaces, except between quotes, and knows no escape. */
    private static String javaQuoted(String path) {
        return path.indexOf('"') < 0 ? '"' + path + '"' : '\'' + path + '\'';
    }

    private static String nodeQuoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String added(Map<String, String> user, String name, String options) {
        String before = user.getOrDefault(name, "");
        return before.isBlank() ? options : before.strip() + " " + options;
    }

    /**
     * Returns all variables to set: those of the rows, and those by which {@link #userOwn} finds the user's own values
     * again.
     *
     * @param user the user's own environment
     */
    static Map<String, String> variables(List<Row> rows, Map<String, String> user) {
        Map<String, String> all = new LinkedHashMap<>();
        rows.forEach(row -> all.putAll(row.variables()));
        Map<String, String> saved = new LinkedHashMap<>();
        for (String name : all.keySet()) {
            String before = user.get(name);
            if (before != null) {
                saved.put(SAVED + name, before);
            }
        }
        String names = String.join(" ", all.keySet());
        all.putAll(saved);
        all.put(SET, names);
        return all;
    }

    /** Returns an environment without what {@link #variables} set in it, and with their former values. */
    static Map<String, String> userOwn(Map<String, String> environment) {
        Map<String, String> user = new TreeMap<>(environment);
        for (String name : setIn(environment)) {
            user.remove(name);
            String before = user.remove(SAVED + name);
            if (before != null) {
                user.put(name, before);
            }
        }
        user.remove(SET);
        return user;
    }

    /** Returns the names that {@link #variables} set in an environment; empty if it set none. */
    static List<String> setIn(Map<String, String> environment) {
        String names = environment.getOrDefault(SET, "");
        return names.isBlank() ? List.of() : List.of(names.strip().split(" +"));
    }
}
