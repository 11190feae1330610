package dev.steno.net.auth;

import dev.steno.certs.password.HashedPassword;
import dev.steno.net.mode.Credentials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Users with hashed passwords. Hashes are slow by design: each is computed on the thread {@code auth}, which ends when idle, and
 * the fingerprint of correct credentials is cached, so that a client's further requests need no hash. Any thread.
 */
final class Htpasswd implements ProxyAuth {
    /** Upper bound on queued checks; more are refused, so that password guessing cannot exhaust the CPU. */
    private static final int MOST_WAITING = 256;

    private final Map<String, HashedPassword> users = new LinkedHashMap<>();
    private final HashedPassword anyones;
    private final ConcurrentHashMap<String, Fingerprint> right = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread;

    Htpasswd(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                int colon = line.indexOf(':');
                HashedPassword hash = colon < 1 ? null : HashedPassword.parse(line.substring(colon + 1));
                if (hash == null) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + " is not user:hash with a hash of bcrypt, Apache's MD5 or SHA-1");
                }
                users.put(line.substring(0, colon), hash);
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("the file contains no user");
        }
        anyones = users.values().iterator().next();
        thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
            Thread made = new Thread(task, "auth");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Boolean> accepts(Credentials given) {
        Fingerprint known = right.get(given.user());
        if (known != null && known.isOf(given)) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            thread.execute(
                    () -> answer.completeAsync(() -> check(given), Runnable::run)); // an exception counts as a refusal
        } catch (RejectedExecutionException e) {
            answer.complete(false);
        }
        return answer;
    }

    private boolean check(Credentials given) {
        HashedPassword hash = users.get(given.user());
        // a hash is computed for an unknown user, too: the response time must not reveal which users exist
        boolean matches = (hash == null ? anyones : hash).matches(given.password());
        if (hash == null || !matches) {
            return false;
        }
        right.put(given.user(), Fingerprint.of(given));
        return true;
    }
}
