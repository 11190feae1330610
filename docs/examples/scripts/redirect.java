// Sends the requests of a host to another server; the path stays, and Host follows.

@Inline
void requestheaders(Flow f) {
    if (f.request().host().equals("www.example.com") && f.request().path().startsWith("/api/")) {
        f.request().url("http://localhost:3000" + f.request().path());
    }
}
