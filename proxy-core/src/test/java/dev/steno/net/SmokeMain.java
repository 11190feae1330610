package dev.steno.net;

import dev.steno.builtin.CaPage;
import java.nio.file.Path;

final class SmokeMain {
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        RunningProxy[] p = new RunningProxy[1];
        p[0] = RunningProxy.startWith(
                home,
                s -> new ProxySettings(
                        new dev.steno.flow.Endpoint("127.0.0.1", Integer.parseInt(args[1])),
                        s.upstreamCas(),
                        true,
                        s.connectTimeout(),
                        s.idleTimeout()),
                new CaPage(() -> p[0].authority()));
        System.out.println(p[0].port());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> p[0].flows().forEach(System.out::println)));
        Thread.sleep(1_000_000);
    }
}
