// Counts requests by host, also over reloads of this file: steno call hosts.list

void load() {
    state.putIfAbsent("hosts", new java.util.concurrent.ConcurrentSkipListMap<String, Integer>());
}

@SuppressWarnings("unchecked")
Map<String, Integer> hosts() {
    return (Map<String, Integer>) state.get("hosts");
}

@Inline
void requestheaders(Flow f) {
    hosts().merge(f.request().host(), 1, Integer::sum);
}

public record Row(String host, int requests) {}

@Command(name = "hosts.list", help = "Lists the hosts with their requests.")
public List<Row> list() {
    return hosts().entrySet().stream().map(each -> new Row(each.getKey(), each.getValue())).toList();
}
