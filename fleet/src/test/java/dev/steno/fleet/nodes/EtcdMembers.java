package dev.steno.fleet.nodes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which node's etcd leads the others, asked and told by its HTTP interface (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/). Stateless; blocks. */
final class EtcdMembers {
    private static final Pattern OWN = Pattern.compile("\"member_id\":\"(\\d+)\"");
    private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");

    private final HttpClient http;
    private final List<ClusterNode> nodes;

    EtcdMembers(HttpClient http, List<ClusterNode> nodes) {
        this.http = http;
        this.nodes = nodes;
    }

    /** Returns the node whose etcd leads; empty if none does now. */
    Optional<ClusterNode> leader() {
        return nodes.stream()
                .filter(node -> {
                    String status = call(node, "status", "{}");
                    String own = found(OWN, status);
                    return !own.isEmpty() && own.equals(found(LEADER, status));
                })
                .findFirst();
    }

    /** Asks the member that leads to let the one of a node lead. */
    void ask(ClusterNode wanted) {
        String member = found(OWN, call(wanted, "status", "{}"));
        leader().ifPresent(now -> call(now, "transfer-leadership", "{\"targetID\":\"" + member + "\"}"));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Returns what a member answers; an empty text if it does not. */
    private String call(ClusterNode node, String what, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.etcdClients() + "/v3/maintenance/" + what))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException down) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
