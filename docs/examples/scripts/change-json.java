// Switches a feature on in the JSON that a server sends. The text may be compressed: it is decoded, and coded again.

static final Pattern FLAG = Pattern.compile("(\"newCheckout\"\\s*:\\s*)false");

void response(Flow f) {
    String type = f.response().header("Content-Type");
    if (f.response().hasBody() && type != null && type.startsWith("application/json")) {
        String text = f.response().text();
        String changed = FLAG.matcher(text).replaceAll("$1true");
        if (!changed.equals(text)) {
            f.response().text(changed);
            f.comment("new checkout switched on");
        }
    }
}
