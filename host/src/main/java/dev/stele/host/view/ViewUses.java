package dev.stele.host.view;

import dev.stele.host.sats.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who subscribes to which instances of views, and since when the others are not used. Only the
 * writer thread uses it.
 */
public final class ViewUses {

    private final Map<ViewKey, Integer> subscribers = new HashMap<>();

    /** When each instance without subscribers was used last, the longest ago first. */
    private final Map<ViewKey, Long> idle = new LinkedHashMap<>();

    private final Map<Object, Map<Integer, List<ViewKey>>> byClient = new HashMap<>();

    /** The instance was asked for. */
    void used(ViewKey key, Timestamp now) {
        if (!subscribers.containsKey(key)) {
            idle.remove(key);
            idle.put(key, now.micros());
        }
    }

    /** {@code client} subscribes to {@code keys} under the id {@code querySet}. */
    public void subscribe(Object client, int querySet, List<ViewKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Map<Integer, List<ViewKey>> sets = byClient.computeIfAbsent(client, _ -> new HashMap<>());
        if (sets.putIfAbsent(querySet, List.copyOf(keys)) == null) {
            retain(keys);
        }
    }

    /** The subscription {@code querySet} of {@code client} ended. */
    public void unsubscribe(Object client, int querySet, Timestamp now) {
        Map<Integer, List<ViewKey>> sets = byClient.get(client);
        if (sets == null) {
            return;
        }
        List<ViewKey> keys = sets.remove(querySet);
        if (keys != null) {
            release(keys, now);
        }
        if (sets.isEmpty()) {
            byClient.remove(client);
        }
    }

    /** {@code client} is gone, and its subscriptions with it. */
    public void gone(Object client, Timestamp now) {
        Map<Integer, List<ViewKey>> sets = byClient.remove(client);
        if (sets != null) {
            sets.values().forEach(keys -> release(keys, now));
        }
    }

    /** A view reads {@code keys}, which are used as long as it is there. */
    void retain(Collection<ViewKey> keys) {
        for (ViewKey key : keys) {
            subscribers.merge(key, 1, Integer::sum);
            idle.remove(key);
        }
    }

    /** Ends what {@link #retain} began. */
    void release(Collection<ViewKey> keys, Timestamp now) {
        for (ViewKey key : keys) {
            if (subscribers.computeIfPresent(key, (_, n) -> n == 1 ? null : n - 1) == null) {
                used(key, now);
            }
        }
    }

    void forget(ViewKey key) {
        idle.remove(key);
    }

    /**
     * At most {@code most} that nobody subscribes to and that were last used before {@code micros}.
     */
    List<ViewKey> idleSince(long micros, int most) {
        List<ViewKey> out = new ArrayList<>();
        for (Map.Entry<ViewKey, Long> each : idle.entrySet()) {
            if (out.size() == most || each.getValue() >= micros) {
                break;
            }
            out.add(each.getKey());
        }
        return out;
    }
}
