package dev.surety.keys.internal;

import dev.surety.keys.Ring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The newest view of each ring, and which keys verified something. Thread-safe. */
final class RingViews {

  private static final int MOST_RINGS = 10_000;

  /** A key that verified something, by ring and id. */
  record Used(String ring, String kid) {}

  private final Map<String, RingView> views = new ConcurrentHashMap<>();

  @Nullable RingView get(Ring ring) {
    return views.get(ring.name());
  }

  void keep(Ring ring, RingView view) {
    makeRoom(ring);
    views.merge(
        ring.name(),
        view,
        (before, after) -> {
          if (!after.isNewerThan(before)) {
            return before;
          }
          after.adopt(before);
          return after;
        });
  }

  void outdate(Ring ring, long now) {
    makeRoom(ring);
    views.compute(
        ring.name(), (name, view) -> view == null ? RingView.outdated(now) : view.outdatedAt(now));
  }

  List<Used> takeUsed() {
    List<Used> used = new ArrayList<>();
    views.forEach(
        (ring, view) ->
            view.keys().stream()
                .filter(CachedKey::takeVerified)
                .forEach(key -> used.add(new Used(ring, key.kid()))));
    return used;
  }

  void giveBack(Collection<Used> used) {
    for (Used one : used) {
      // Within the map's lock, so that no view takes this one's place without its marks.
      views.computeIfPresent(one.ring(), (ring, view) -> view.marked(one.kid()));
    }
  }

  int size() {
    return views.size();
  }

  private void makeRoom(Ring ring) {
    if (views.size() >= MOST_RINGS && !views.containsKey(ring.name())) {
      views.clear();
    }
  }
}
