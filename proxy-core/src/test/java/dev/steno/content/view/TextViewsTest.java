package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextViewsTest {
    @Test
    void jsonIsIndentedAndItsValuesStayAsWritten() {
        assertThat(Views.auto("{\"a\":[1,{\"b\":\"x, {\\\"}\"}],\"e\":[ ],\"n\":1e5}", "application/json"))
                .isEqualTo("""
                        {
                          "a": [
                            1,
                            {
                              "b": "x, {\\"}"
                            }
                          ],
                          "e": [],
                          "n": 1e5
                        }
                        """);
    }

    @Test
    void linesOfJsonFollowEachOther() {
        assertThat(Views.auto("{\"a\":1}\n{\"a\":2}\n", "application/x-ndjson")).isEqualTo("""
                        {
                          "a": 1
                        }
                        {
                          "a": 2
                        }
                        """);
    }

    @Test
    void jsonThatBreaksOffIsShownWithANote() {
        assertThat(Views.auto("{\"a\":[1,2", "application/json"))
                .endsWith("    2\n(the JSON ends before 2 brackets are closed)\n");
        assertThat(Views.auto("{\"a\":\"b", "application/json")).endsWith("\"b\n(the JSON ends within a string)\n");
    }

    @Test
    void theKindOfEachPartIsTold() {
        List<Span> spans = new ArrayList<>();
        ViewContent content =
                ViewContent.of("{\"a\":1,\"b\":\"c\",\"d\":null}".getBytes(StandardCharsets.UTF_8), "application/json");
        ContentViews.show(new JsonView(), content, new ViewOutput(spans::addAll, 100));
        assertThat(spans)
                .contains(
                        new Span(Span.Kind.KEY, "\"a\""),
                        new Span(Span.Kind.NUMBER, "1"),
                        new Span(Span.Kind.STRING, "\"c\""),
                        new Span(Span.Kind.LITERAL, "null"));
    }

    @Test
    void aFormIsAListOfDecodedPairs() {
        assertThat(Views.auto(
                        "user=ann&password=geheim%20%26+s%C3%BC%C3%9F&remember=1&empty=&bare&bad=%zz",
                        "application/x-www-form-urlencoded"))
                .isEqualTo("""
                        user: ann
                        password: geheim & süß
                        remember: 1
                        empty:\s
                        bare
                        bad: %zz
                        """);
    }

    @Test
    void partsHaveNamesTypesAndTheirOwnViews() {
        String body = """
                --xyz\r
                Content-Disposition: form-data; name="title"\r
                \r
                Grüße\r
                --xyz\r
                Content-Disposition: form-data; name="data"; filename="a.json"\r
                Content-Type: application/json\r
                \r
                {"a":1}\r
                --xyz\r
                Content-Disposition: form-data; name="raw"; filename*=UTF-8''%C3%BC.bin\r
                Content-Type: application/octet-stream\r
                \r
                \u0000\u0001\r
                --xyz--\r
                """;
        assertThat(Views.auto(body, "multipart/form-data; boundary=xyz")).isEqualTo("""
                        part 1: title
                          Grüße
                        part 2: data
                          file: a.json
                          type: application/json, 7 bytes
                          {
                            "a": 1
                          }
                        part 3: raw
                          file: ü.bin
                          type: application/octet-stream, 2 bytes
                          00000000  00 01                                            ..
                        """);
        assertThat(Views.auto(body.substring(0, body.indexOf("--xyz--")), "multipart/form-data; boundary=xyz"))
                .endsWith("(the body ends before its last boundary)\n");
    }

    @Test
    void markupIsIndentedByItsElements() {
        assertThat(Views.auto(
                        "<?xml version=\"1.0\"?><a x=\"1>2\"><b>text</b><c/><!-- note --><d><![CDATA[<raw>]]></d></a>",
                        "application/xml"))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <a x="1>2">
                          <b>text</b>
                          <c/>
                          <!-- note -->
                          <d>
                            <![CDATA[<raw>]]>
                          </d>
                        </a>
                        """);
    }

    @Test
    void htmlHasElementsWithoutAnEndAndScripts() {
        assertThat(Views.auto(
                        "<!doctype html><html><body><p>one<br>two<ul><li>a<li>b</ul><script>if (a<b) c()</script></body></html>",
                        "text/html"))
                .isEqualTo("""
                        <!doctype html>
                        <html>
                          <body>
                            <p>
                              one
                              <br>
                              two
                              <ul>
                                <li>
                                  a
                                  <li>
                                    b
                              </ul>
                              <script>if (a<b) c()</script>
                          </body>
                        </html>
                        """);
    }

    @Test
    void aMinifiedScriptGetsLines() {
        assertThat(Views.auto(
                        "function f(a,b){var s=\"x;{}\";for(var i=0;i<3;i++){g(/[/}]\\/;/,s)}return a/b/2}f();"
                                + "/* c; */let t=`a;${b}`;" + " ".repeat(300),
                        "text/javascript"))
                .startsWith("""
                        function f(a,b){
                          var s="x;{}";
                          for(var i=0;i<3;i++){
                            g(/[/}]\\/;/,s)
                          }
                          return a/b/2
                        }
                        f();
                        /* c; */let t=`a;${b}`;
                        """);
        assertThat(Views.auto("a {\n\tb: c;\n}\n", "text/css")).isEqualTo("a {\n\tb: c;\n}\n");
        assertThat(Views.auto("a{b:c;d:url(x;y)}@media x{e{f:g}}", "text/css")).isEqualTo("""
                        a{
                          b:c;
                          d:url(x;y)
                        }
                        @media x{
                          e{
                            f:g
                          }
                        }
                        """);
    }

    @Test
    void aGraphQlRequestIsItsDocumentAndItsVariables() {
        assertThat(Views.auto(
                        "{\"operationName\":\"A\",\"query\":\"query A($id: ID!) {\\n  user(id: $id) { name }\\n}\","
                                + "\"variables\":{\"id\":\"7\"}}",
                        "application/json"))
                .isEqualTo("""
                        query A($id: ID!) {
                          user(id: $id) { name }
                        }
                        operationName: "A"
                        variables: {
                          "id": "7"
                        }
                        """);
        assertThat(Views.auto("{\"query\":\"shoes {red}\"}", "application/json"))
                .startsWith("{\n  \"query\"");
    }

    @Test
    void eventsAreShownAsSent() {
        String events = "event: tick\ndata: {\"n\":1}\n\n: ping\n\n";
        assertThat(Views.auto(events, "text/event-stream")).isEqualTo(events);
    }

    @Test
    void contentWithoutATypeIsRecognised() {
        assertThat(Views.auto("{\"a\":1}", null)).startsWith("{\n");
        assertThat(Views.auto("<?xml version='1.0'?><a><b/></a>", null)).contains("\n  <b/>\n");
        assertThat(Views.auto("plain words", null)).isEqualTo("plain words\n");
        assertThat(Views.auto("[note] a line of a log", null)).isEqualTo("[note] a line of a log\n");
    }

    @Test
    void aLongLineIsCut() {
        assertThat(Views.auto("x".repeat(20_000), "text/plain"))
                .hasSizeLessThan(10_100)
                .endsWith("(10,000 more characters)\n");
    }

    @Test
    void linesBeyondTheLimitAreCounted() {
        List<List<Span>> lines = new ArrayList<>();
        ViewOutput out = new ViewOutput(lines::add, 3);
        ContentViews.show(new TextView(), ViewContent.ofText("a\nb\nc\nd\ne\n"), out);
        assertThat(lines).hasSize(3);
        assertThat(out.omitted()).isEqualTo(2);
    }
}
