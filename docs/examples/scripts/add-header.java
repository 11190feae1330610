// Adds a field to each request to a host, whose value is an option:
//   steno run --script add-header.java --script-option token=abc

void load() {
    options.define("token", "unknown", "The token of the service.");
    options.define("host", "api.example.com", "The host that gets it.");
}

@Inline
void requestheaders(Flow f) {
    if (f.request().host().equals(options.text("host"))) {
        f.request().header("Authorization", "Bearer " + options.text("token"));
    }
}
