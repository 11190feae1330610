// Answers requests to hosts of advertisements at once, without asking them.

static final Set<String> HOSTS = Set.of("ads.example.com", "track.example.com");

@Inline
void requestheaders(Flow f) {
    if (HOSTS.contains(f.request().host())) {
        f.answer(204, "", "Cache-Control", "max-age=86400");
    }
}
