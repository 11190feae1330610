package dev.steno.cli.client;

import java.util.List;

/**
 * A program that {@code steno env --check} tries: how to tell that it is installed, and a call that makes one request.
 *
 * @param name the name in the table
 * @param program the command
 * @param installed arguments of a call that succeeds if a library is installed; empty if the program suffices
 * @param arguments arguments of the request; URL stands for the address
 */
record ClientProbe(String name, String program, List<String> installed, List<String> arguments) {
    static final String URL = "URL";

    private static final String JAVA = """
            class Probe {
                public static void main(String[] args) throws Exception {
                    new java.net.URL(args[0]).openStream().close();
                }
            }
            """;

    /** The source of the Java program, which is compiled and run by {@code java FILE}. */
    static String javaSource() {
        return JAVA;
    }

    /** Stands for the file with {@link #javaSource}. */
    static final String JAVA_FILE = "Probe.java";

    /** All programs, in the order of the table. */
    static List<ClientProbe> all() {
        return List.of(
                of("curl", "curl", List.of("-sS", "-o", "/dev/null", URL)),
                of("wget", "wget", List.of("-q", "-O", "/dev/null", URL)),
                of("git", "git", List.of("ls-remote", URL)),
                python("urllib", "import urllib.request as u, sys; u.urlopen(sys.argv[1]).read()"),
                python("requests", "import requests, sys; requests.get(sys.argv[1])"),
                python("httpx", "import httpx, sys; httpx.get(sys.argv[1])"),
                python("aiohttp", """
                        import aiohttp, asyncio, sys
                        async def main():
                            async with aiohttp.ClientSession(trust_env=True) as session, session.get(sys.argv[1]):
                                pass
                        asyncio.run(main())
                        """),
                of("node https", "node", List.of("-e", "require('https').get(process.argv[1], r => r.resume())", URL)),
                of("node fetch", "node", List.of("-e", "fetch(process.argv[1]).then(r => r.text())", URL)),
                of("npm", "npm", List.of("ping", "--fetch-retries=0", "--registry", URL)),
                of("java", "java", List.of(JAVA_FILE, URL)),
                of("ruby", "ruby", List.of("-rnet/http", "-e", "Net::HTTP.get(URI(ARGV[0]))", URL)),
                new ClientProbe(
                        "php curl",
                        "php",
                        List.of("-r", "curl_version();"),
                        List.of("-r", "curl_exec(curl_init($argv[1]));", "--", URL)),
                new ClientProbe(
                        "perl",
                        "perl",
                        List.of("-MIO::Socket::SSL", "-e", "1"),
                        List.of("-MHTTP::Tiny", "-e", "HTTP::Tiny->new(verify_SSL => 1)->get($ARGV[0])", URL)));
    }

    private static ClientProbe of(String name, String program, List<String> arguments) {
        return new ClientProbe(name, program, List.of(), arguments);
    }

    private static ClientProbe python(String library, String code) {
        String module = library.equals("urllib") ? "urllib.request" : library;
        return new ClientProbe(
                "python " + library, "python3", List.of("-c", "import " + module), List.of("-c", code, URL));
    }
}
