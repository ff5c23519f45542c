package dev.podproof.reference.controller.bounds;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that were not seen again for a while. They are read a page at a time: nobody keeps all of them in memory for this. */
final class EventSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(EventSweeper.class);
    private static final long PAGE = 500;

    private final OneByOne sweeping = new OneByOne("looking for old events");
    private final OneByOne removing = new OneByOne("removing old events");
    private final KubernetesClient client;
    private final Clock clock;
    private final Duration lifetime;

    EventSweeper(KubernetesClient client, Clock clock, Duration lifetime) {
        this.client = client;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    void sweep() {
        Instant oldest = clock.instant().minus(lifetime);
        String more = null;
        long removed = 0;
        do {
            EventList page = client.v1()
                    .events()
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(more)
                            .build());
            List<Event> old = page.getItems().stream()
                    .filter(event -> sweeping.test(event, each -> lastSeen(each).isBefore(oldest)))
                    .toList();
            removing.each(
                    old,
                    event -> ApiErrors.ignoringGone(() -> client.resource(event).delete()));
            removed += old.size();
            more = page.getMetadata().getContinue();
        } while (more != null && !more.isEmpty());
        if (removed > 0) {
            LOG.info("removed {} events that were last seen more than {} ago", removed, lifetime);
        }
    }

    /** When it was last seen; where its writer does not say, or says a time to come, when it was made. Hosts write events, too. */
    private Instant lastSeen(Event event) {
        return Pods.time(event.getLastTimestamp())
                .filter(time -> time.isBefore(clock.instant().plus(lifetime)))
                .or(() -> Pods.time(event.getMetadata().getCreationTimestamp()))
                .orElse(Instant.EPOCH);
    }
}
