package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.certs.CertificateAuthority;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaPageTest {
    @TempDir
    static Path home;

    private static CertificateAuthority authority;

    @BeforeAll
    static void aCa() throws Exception {
        authority = CertificateAuthority.open(home);
    }

    @Test
    void otherHostsAndTunnelsPassWithoutTheCaBeingOpened() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        CaPage page = new CaPage(now -> {
            opened.incrementAndGet();
            return CaFiles.of(authority, now);
        });

        assertThat(verdict(page, flow("GET", "http", "example.org", "/"))).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict(page, flow("GET", "http", "xsteno.internal", "/"))).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict(page, flow("GET", "http", "steno.internal.example", "/")))
                .isInstanceOf(Verdict.Pass.class);
        assertThat(verdict(page, flow("CONNECT", "http", "steno.internal", "steno.internal:443")))
                .isInstanceOf(Verdict.Pass.class);
        assertThat(opened).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"steno.internal", "STENO.Internal", "steno.internal."})
    void theHostIsTheSameHoweverItIsWritten(String host) throws Exception {
        assertThat(answer(flow("GET", "http", host, "/")).status()).isEqualTo(200);
    }

    @Test
    void theHostCanBeNamedOtherwise() throws Exception {
        CaPage page = new CaPage("proxy.test", now -> CaFiles.of(authority, now));

        assertThat(verdict(page, flow("GET", "http", "steno.internal", "/"))).isInstanceOf(Verdict.Pass.class);
        assertThat(text(answer(page, flow("GET", "http", "proxy.test", "/"))))
                .contains("https://proxy.test/check")
                .doesNotContain("steno.internal");
    }

    @Test
    void theCaIsOpenedOnce() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        CaPage page = new CaPage(now -> {
            opened.incrementAndGet();
            return CaFiles.of(authority, now);
        });
        answer(page, flow("GET", "http", "steno.internal", "/"));
        answer(page, flow("GET", "http", "steno.internal", "/ca.pem"));

        assertThat(opened).hasValue(1);
    }

    @Test
    void thePageOverHttpNamesTheCaAndTheProxyAndChecksHttps() throws Exception {
        String html = text(answer(flow("GET", "http", "steno.internal", "/")));

        assertThat(html)
                .contains("This request reached Steno.")
                .contains("src=\"https://steno.internal/check\"")
                .contains(authority.fingerprint())
                .contains("spki-list=" + authority.spkiHash())
                .contains("curl -x http://127.0.0.1:18080 ")
                .contains(authority.certificate().getSubjectX500Principal().getName())
                .doesNotContain("over HTTPS.</b>");
        assertThat(html).doesNotContain("{{").doesNotContain("<script");
    }

    @Test
    void thePageOverHttpsSaysThatInterceptionWorks() throws Exception {
        assertThat(text(answer(flow("GET", "https", "steno.internal", "/"))))
                .contains("This request reached Steno over HTTPS.")
                .doesNotContain("/check");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Windows",
                "macOS",
                "Debian",
                "Fedora",
                "Arch",
                "iOS",
                "Android",
                "Firefox",
                "Chromium",
                "Java",
                "curl",
                "Python requests",
                "Node.js"
            })
    void thePageHasStepsForEachSystem(String system) throws Exception {
        String html = text(answer(flow("GET", "http", "steno.internal", "/")));

        assertThat(html).containsPattern("<summary>[^<]*" + Pattern.quote(system));
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0, Windows",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15, macOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15, iOS",
        "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140.0, Android",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0, 'Linux: proxy|Debian|Firefox'",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0, 'Linux: proxy|Chrome'",
        "curl/8.0, curl",
        "unknown, ''",
    })
    void theSectionsOfTheVisitorsSystemAreOpen(String agent, String systems) throws Exception {
        String html = text(answer(flow("GET", "http", "steno.internal", "/", "User-Agent", agent)));

        Matcher open = Pattern.compile("<details open><summary>([^<]*)").matcher(html);
        List<String> found = open.results().map(each -> each.group(1)).toList();
        String[] expected = systems.isEmpty() ? new String[0] : systems.split("\\|");
        assertThat(found).hasSameSizeAs(expected);
        for (String system : expected) {
            assertThat(found).anyMatch(section -> section.contains(system));
        }
    }

    @Test
    void addressesForOtherMachinesComeWithACodeThatAPhoneCanScan() throws Exception {
        CaPage page = new CaPage(
                now -> CaFiles.of(authority, now),
                () -> List.of(new Endpoint("192.168.1.5", 18_080), new Endpoint("2001:db8::5", 18_080)),
                () -> "http://127.0.0.1:18081/");

        String html = text(answer(page, flow("GET", "http", "steno.internal", "/")));

        assertThat(html)
                .contains("another machine: http://192.168.1.5:18080/</summary>")
                .contains("Or <code>http://[2001:db8::5]:18080/</code>")
                .contains("<svg ")
                .contains("shown at <code>http://127.0.0.1:18081/</code>", "<code>steno web</code>");
        assertThat(text(answer(flow("GET", "http", "steno.internal", "/"))))
                .doesNotContain("another machine: ")
                .doesNotContain("steno web");
    }

    @Test
    void aPictureThatCannotBeLoadedUncoversASentence() throws Exception {
        assertThat(text(answer(flow("GET", "http", "steno.internal", "/"))))
                .contains("no green sign here means that this browser does not trust the CA yet")
                .contains("alt=\"\"");
    }

    @Test
    void theProfileOfAppleHoldsTheCertificate() throws Exception {
        HttpResponse response = answer(flow("GET", "http", "steno.internal", "/steno.mobileconfig"));

        assertThat(response.headers().get("Content-Type")).isEqualTo("application/x-apple-aspen-config");
        assertThat(response.headers().get("Content-Disposition")).contains("filename=\"steno.mobileconfig\"");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        String data = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(bytes(response)))
                .getElementsByTagName("data")
                .item(0)
                .getTextContent();
        assertThat(Base64.getDecoder().decode(data)).isEqualTo(authority.der());
        assertThat(text(response)).contains("<string>com.apple.security.root</string>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxy.pac", "/wpad.dat"})
    void theAutoConfigurationNamesTheProxyAsItWasReached(String path) throws Exception {
        HttpResponse response = answer(flow("GET", "http", "steno.internal", path));

        assertThat(response.headers().get("Content-Type")).isEqualTo("application/x-ns-proxy-autoconfig");
        assertThat(text(response))
                .contains("function FindProxyForURL(url, host)")
                .contains("return \"PROXY 127.0.0.1:18080\";")
                .doesNotContain("DIRECT");
    }

    @ParameterizedTest
    @CsvSource({"https, intercepted and trusted", "http, without TLS"})
    void theCheckIsAPictureThatSaysHowItWasReached(String scheme, String says) throws Exception {
        HttpResponse response = answer(flow("GET", scheme, "steno.internal", "/check?again"));

        assertThat(response.headers().get("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(text(response)).startsWith("<svg ").contains(says);
    }

    @ParameterizedTest
    @CsvSource({
        "/ca.pem, application/x-pem-file, attachment",
        "/ca.der, application/x-x509-ca-cert, inline",
        "/ca.cer, application/x-x509-ca-cert, inline",
        "/ca.p12, application/x-pkcs12, attachment",
        "/ca.crl, application/pkix-crl, attachment",
    })
    void theCertificateIsServedUnderItsTypeAndName(String path, String type, String disposition) throws Exception {
        HttpResponse response = answer(flow("GET", "http", "steno.internal", path));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("Content-Type")).isEqualTo(type);
        assertThat(response.headers().get("Content-Disposition"))
                .isEqualTo(disposition + "; filename=\"steno-" + path.substring(1) + "\"");
        byte[] body = bytes(response);
        switch (path) {
            case "/ca.pem" -> assertThat(body).isEqualTo(authority.pem());
            // the salt of its MAC is random, so two exports differ in bytes
            case "/ca.p12" -> assertThat(certificateIn(body)).isEqualTo(authority.certificate());
            case "/ca.crl" -> list(body).verify(authority.certificate().getPublicKey());
            default -> assertThat(body).isEqualTo(authority.der());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/check", "/ca.pem", "/ca.p12", "/ca.crl", "/nothing"})
    void aHeadHasTheLengthOfItsGetAndNoBody(String path) throws Exception {
        CaPage page = new CaPage(now -> CaFiles.of(authority, now));
        HttpResponse head = answer(page, flow("HEAD", "http", "steno.internal", path));
        HttpResponse get = answer(page, flow("GET", "http", "steno.internal", path));

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.body()).isEqualTo(Body.NONE);
        assertThat(get.headers().get("Content-Length")).isEqualTo(Long.toString(bytes(get).length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/check", "/ca.pem", "/ca.p12", "/ca.crl", "/nothing"})
    void nothingIsKeptInCachesOrSniffedOrLetIntoFrames(String path) throws Exception {
        Headers headers = answer(flow("GET", "http", "steno.internal", path)).headers();

        assertThat(headers.get("Cache-Control")).isEqualTo("no-store");
        assertThat(headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.get("Content-Security-Policy"))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'");
    }

    @Test
    void thePolicyAllowsTheStyleThatThePageHas() throws Exception {
        HttpResponse response = answer(flow("GET", "http", "steno.internal", "/"));
        Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(text(response));

        assertThat(style.find()).isTrue();
        assertThat(response.headers().get("Content-Security-Policy"))
                .contains("style-src '" + CaPageTemplate.sha256(style.group(1)) + "'");
    }

    @Test
    void thePageIsSmallEnoughToTravelWithItsFlow() throws Exception {
        assertThat(answer(flow("GET", "http", "steno.internal", "/")).body().size())
                .isLessThanOrEqualTo(Body.Inline.LIMIT);
    }

    @Test
    void otherPathsAreNotFoundAndOtherMethodsNotAllowed() throws Exception {
        assertThat(answer(flow("GET", "http", "steno.internal", "/ca-key.pem")).status())
                .isEqualTo(404);
        HttpResponse post = answer(flow("POST", "http", "steno.internal", "/ca.pem"));
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.headers().get("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aCaThatCannotBeOpenedIsSaidAndTriedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CaPage page = new CaPage(now -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("its key is missing");
            }
            return CaFiles.of(authority, now);
        });

        HttpResponse refused = answer(page, flow("GET", "http", "steno.internal", "/"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(text(refused)).isEqualTo("The CA cannot be used: its key is missing\n");
        assertThat(answer(page, flow("GET", "http", "steno.internal", "/")).status())
                .isEqualTo(200);
    }

    @Test
    void theRevocationListIsMadeAnewLongBeforeItEnds() throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        AtomicReference<Instant> now = new AtomicReference<>(start);
        CaPage page = new CaPage("steno.internal", at -> CaFiles.of(authority, at), List::of, () -> "", now::get);

        assertThat(nextUpdate(page)).isEqualTo(start.plus(Duration.ofDays(30)));
        now.set(start.plus(Duration.ofHours(23)));
        assertThat(nextUpdate(page)).isEqualTo(start.plus(Duration.ofDays(30)));
        now.set(start.plus(Duration.ofHours(24)));
        assertThat(nextUpdate(page)).isEqualTo(start.plus(Duration.ofDays(31)));
        now.set(start.plus(Duration.ofDays(100)));
        assertThat(nextUpdate(page)).isEqualTo(start.plus(Duration.ofDays(130)));
        now.set(start); // the clock was fast and is set back
        assertThat(nextUpdate(page)).isEqualTo(start.plus(Duration.ofDays(30)));
    }

    @Test
    void aValueNeverBecomesMarkupOrAPlace() {
        assertThat(new CaPageTemplate("<p title='{{a}}'>{{{b}}}</p>")
                        .fill(Map.of("a", "<x> & '\" {{b}}", "b", "<i>$1</i>")))
                .isEqualTo("<p title='&lt;x&gt; &amp; &#39;&quot; {{b}}'><i>$1</i></p>");
    }

    private static HttpResponse answer(HttpFlow flow) throws Exception {
        return answer(new CaPage(now -> CaFiles.of(authority, now)), flow);
    }

    private static HttpResponse answer(CaPage page, HttpFlow flow) throws Exception {
        Verdict<HttpFlow> verdict = verdict(page, flow);
        assertThat(verdict).isInstanceOf(Verdict.Answer.class);
        return ((Verdict.Answer<HttpFlow>) verdict).response();
    }

    private static Verdict<HttpFlow> verdict(CaPage page, HttpFlow flow) throws Exception {
        HeadRegistrations registrations = new HeadRegistrations();
        page.register(registrations);
        assertThat(registrations.requestHead).hasSize(1);
        return registrations
                .requestHead
                .get(0)
                .handle(flow, HookContext.NONE)
                .toCompletableFuture()
                .get(180, TimeUnit.SECONDS);
    }

    private static byte[] bytes(HttpResponse response) {
        return ((Body.Inline) response.body()).bytes();
    }

    private static String text(HttpResponse response) {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }

    private static Instant nextUpdate(CaPage page) throws Exception {
        HttpResponse response = answer(page, flow("GET", "http", "steno.internal", "/ca.crl"));
        return list(bytes(response)).getNextUpdate().toInstant();
    }

    private static X509CRL list(byte[] der) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private static Certificate certificateIn(byte[] p12) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(p12), new char[0]);
        return store.getCertificate(store.aliases().nextElement());
    }

    private static HttpFlow flow(String method, String scheme, String host, String path) {
        return flow(method, scheme, host, path, "User-Agent", "");
    }

    private static HttpFlow flow(String method, String scheme, String host, String path, String name, String value) {
        long now = Times.now();
        Peer client = new Peer(
                1,
                new Endpoint("127.0.0.1", 50_000),
                null,
                new Endpoint("127.0.0.1", 18_080),
                now,
                Times.UNSET,
                Times.UNSET,
                null,
                null);
        HttpRequest request = new HttpRequest(
                method,
                scheme,
                host,
                scheme.equals("https") ? 443 : 80,
                path,
                "HTTP/1.1",
                Headers.of("Host", host, name, value),
                null,
                Body.NONE,
                now,
                now);
        return new HttpFlow(
                1, 1, FlowState.OPEN, now, Times.UNSET, client, null, request, null, List.of(), null, Notes.NONE, null);
    }
}
