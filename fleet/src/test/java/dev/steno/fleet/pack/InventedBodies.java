package dev.steno.fleet.pack;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies of invented flows: the usual beginnings and members of their types. */
final class InventedBodies extends InventedDraw {
    private static final String[] NAMES =
            split("id|name|type|value|title|status|message|created_at|updated_at|createdAt|updatedAt|url|"
                    + "description|active|enabled|count|total|price|currency|user_id|userId|email|tags|timestamp|"
                    + "version|items|data|result|error|code|key|label|image|width|height|ref");

    InventedBodies(Random random) {
        super(random);
    }

    byte[] body(String type) {
        String text;
        if (type.contains("json")) {
            return json(random.nextInt(6));
        } else if (type.startsWith("text/html")) {
            text =
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,"
                            + " initial-scale=1\">\n<title>" + phrase(4)
                            + "</title>\n<link rel=\"stylesheet\" href=\"/static/css/" + hex(6)
                            + ".css\">\n<script src=\"/static/js/" + hex(6)
                            + ".js\" defer></script>\n</head>\n<body>\n<div class=\"" + any(WORDS)
                            + "\"><h1>" + phrase(3) + "</h1>\n<p class=\"" + any(WORDS) + "\"><a href=\"/" + any(WORDS)
                            + "/" + random.nextInt(10_000) + "\">"
                            + phrase(3) + "</a> " + phrase(9) + ".</p>\n<ul><li><span>" + phrase(2)
                            + "</span></li></ul>\n</div>\n</body></html>";
        } else if (type.contains("javascript")) {
            text = "!function(){\"use strict\";var e=" + random.nextInt(1000) + ";function " + any(WORDS)
                    + "(e,t){return e." + any(WORDS)
                    + "(t)&&" + random.nextInt(100) + "<t.length?\"" + any(WORDS)
                    + "\":void 0}Object.defineProperty(exports,\"__esModule\",{value:!0});const n=()=>{};"
                    + "export default " + any(WORDS) + ";module.exports=document.querySelector(\"." + any(WORDS)
                    + "\").addEventListener(\"click\",function(e){e.preventDefault()})}();";
        } else if (type.startsWith("text/css")) {
            text = "." + any(WORDS) + "{margin:0;padding:" + random.nextInt(32) + "px;color:#" + hex(6)
                    + ";background-color:#" + hex(3) + "}\n."
                    + any(WORDS) + "-" + any(WORDS) + "{display:flex;align-items:center;font-size:" + random.nextInt(32)
                    + "px;width:100%;position:relative}\n"
                    + "@media (max-width:768px){." + any(WORDS) + "{display:none}}\n";
        } else if (type.startsWith("text/plain")) {
            text = phrase(20);
        } else {
            byte[] noise = new byte[16];
            random.nextBytes(noise);
            return noise;
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String phrase(int words) {
        StringBuilder text = new StringBuilder(any(WORDS));
        for (int i = 1; i < words; i++) {
            text.append(' ').append(any(WORDS));
        }
        return text.toString();
    }

    byte[] json(int items) {
        StringBuilder text = new StringBuilder(chance(2) ? "{\"data\":[" : "{\"items\":[");
        for (int i = 0; i < items; i++) {
            text.append(i == 0 ? "{" : ",{").append("\"id\":").append(random.nextInt(10_000_000));
            for (int k = 0; k < 5; k++) {
                text.append(",\"")
                        .append(any(NAMES))
                        .append("\":")
                        .append(
                                switch (random.nextInt(6)) {
                                    case 0 -> "\"" + hex(16) + "\"";
                                    case 1 -> String.valueOf(random.nextBoolean());
                                    case 2 -> "null";
                                    case 3 -> random.nextInt(10_000) + "." + random.nextInt(100);
                                    case 4 ->
                                        "\"2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10)
                                                + "T10:00:00Z\"";
                                    default -> "\"" + phrase(3) + "\"";
                                });
            }
            text.append(chance(3) ? ",\"tags\":[\"" + any(WORDS) + "\",\"" + any(WORDS) + "\"]}" : "}");
        }
        return text.append("],\"total\":" + items + ",\"next\":null,\"success\":true,\"error\":null}")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
