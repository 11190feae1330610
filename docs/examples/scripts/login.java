// Fetches a token once it is needed, by a request through the proxy itself, and sends it with each request to a service.
// The request for the token is recorded; it is not shown to this script, so it does not wait for itself.

synchronized String token() {
    return (String) state.computeIfAbsent("token", key -> http.get("http://login.example.com/token").text().strip());
}

void requestheaders(Flow f) {
    if (f.request().host().equals("service.example.com")) {
        f.request().header("Authorization", "Bearer " + token());
    }
}

void responseheaders(Flow f) {
    if (f.request().host().equals("service.example.com") && f.response().status() == 401) {
        state.remove("token");
    }
}
