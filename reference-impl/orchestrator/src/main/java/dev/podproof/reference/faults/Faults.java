package dev.podproof.reference.faults;

import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.view.ClusterView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults of one process: where they are put in, and which of them are on. In a healthy process it gives back what it is given. */
public final class Faults implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Optional<Place> place;
    private final List<Switched<?>> seams = new ArrayList<>();
    private final List<LensView> views = new ArrayList<>();
    private final List<Runnable> refreshes = new ArrayList<>();
    private final Map<Fault, List<Runnable>> begun = new LinkedHashMap<>();
    private volatile long switches;
    private volatile List<Documents.Shown> shown = List.of();
    private List<Fault> on = List.of();

    private Faults(Optional<Place> place) {
        this.place = place;
    }

    /** Of a process in which nothing is ever wrong on purpose. */
    public static Faults none() {
        return new Faults(Optional.empty());
    }

    /** Of a process in which they can be switched; all are off. */
    public static Faults at(Place place) {
        return new Faults(Optional.of(place));
    }

    /** What a part is given in place of another one. */
    public synchronized <T> T before(Class<T> seam, T real) {
        if (place.isEmpty()) {
            return real;
        }
        Switched<T> switched = new Switched<>(seam, real, place.get());
        switched.use(on);
        seams.add(switched);
        return switched.face();
    }

    /** What a part is given in place of the view that others have. */
    public synchronized ClusterView view(Part part, ClusterView real) {
        if (place.isEmpty()) {
            return real;
        }
        LensView view = new LensView(real, part, place.get());
        view.look(sights());
        views.add(view);
        return view;
    }

    /** The same for the front of the API server, whose watches outlive many switches. */
    public Handler front(Handler real) {
        Answers decorated = before(Answers.class, Answers.of(real));
        return place.isEmpty()
                ? real
                : Answers.before(
                        real,
                        request -> decorated
                                .handle(request)
                                .thenApply(reply -> Documents.watched(Asked.of(request), reply, () -> shown)));
    }

    /** The same for a zone, whose answers are remembered until its version is another. */
    public Zone zone(Zone real) {
        Zone decorated = before(Zone.class, real);
        return place.isEmpty()
                ? real
                : new Zone() {
                    @Override
                    public Answer find(String name) {
                        return decorated.find(name);
                    }

                    @Override
                    public Answer find(String name, int type) {
                        return decorated.find(name, type);
                    }

                    @Override
                    public String origin() {
                        return decorated.origin();
                    }

                    @Override
                    public long version() {
                        return decorated.version() + (switches << 40);
                    }
                };
    }

    /** For parts that write something once and keep it: they write it again whenever a fault is switched. */
    public synchronized void onSwitch(Runnable refresh) {
        refreshes.add(refresh);
    }

    /**
     * These faults are on from now on, and no others.
     *
     * @throws IllegalArgumentException naming one that there is not; nothing changes then
     */
    public synchronized void use(Set<String> ids) {
        List<Fault> next = Catalogue.find(ids);
        if (next.equals(on) || place.isEmpty()) {
            return;
        }
        LOG.warn("deliberate faults from now on: {}", next.isEmpty() ? "none" : next);
        List<Fault> ended =
                begun.keySet().stream().filter(fault -> !next.contains(fault)).toList();
        ended.forEach(fault -> begun.remove(fault).forEach(Runnable::run));
        on = next;
        switches++;
        shown = next.stream().flatMap(fault -> fault.shown().stream()).toList();
        seams.forEach(seam -> seam.use(next));
        next.stream().filter(fault -> !begun.containsKey(fault)).forEach(this::begin);
        List<Fault.Sight<?>> sights = sights();
        views.forEach(view -> view.look(sights));
        refreshes.forEach(Runnable::run);
    }

    /** To be called once a second: some violations come with time. */
    public synchronized void tick() {
        views.forEach(LensView::lookAgain);
    }

    @Override
    public synchronized void close() {
        begun.values().forEach(ends -> ends.forEach(Runnable::run));
        begun.clear();
    }

    private void begin(Fault fault) {
        List<Runnable> ends = new ArrayList<>();
        fault.effects().forEach(effect -> ends.add(effect.begin(place.orElseThrow())));
        begun.put(fault, ends);
    }

    private List<Fault.Sight<?>> sights() {
        return on.stream().flatMap(fault -> fault.sights().stream()).toList();
    }
}
