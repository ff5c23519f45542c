package dev.podproof.conformance.steps;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.disruption.Disruption;
import dev.podproof.conformance.eventually.Turn;
import dev.podproof.conformance.evidence.Evidence;
import dev.podproof.conformance.subject.Leftovers;
import dev.podproof.conformance.subject.LifeSign;
import dev.podproof.conformance.subject.Offers;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.World;
import dev.podproof.features.Advice;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import io.cucumber.java.After;
import io.cucumber.java.AfterAll;
import io.cucumber.java.Before;
import io.cucumber.java.BeforeAll;
import io.cucumber.java.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames every scenario: what it needs, where it happens, what is kept when it fails, and that nothing stays behind. */
public final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Specification SPECIFICATION = Specification.load();
    private static final Map<String, Advice> ADVICE = Advice.load();
    private static final Duration LIMIT_OF_CLEANUP = Duration.ofMinutes(2);

    private static LifeSign lifeSign;

    private final World world;

    public Hooks(World world) {
        this.world = world;
    }

    @BeforeAll
    public static void giveSignsOfLife() {
        lifeSign = LifeSign.start(Subject.api(), Subject.run());
    }

    @Before
    public void begin(Scenario scenario) {
        List<String> needs = new ArrayList<>(List.of(Offers.APPLETS));
        needs.addAll(requirement(scenario).needs());
        needs.addAll(Disruption.needs(scenario.getSourceTagNames()));
        boolean bare = requirement(scenario).profile() == Profile.DOCKER;
        // What this scenario needs may still be on its way: others work meanwhile.
        Offers offers = Turn.givenBackFor(
                () -> bare ? world.cluster().bareOffers() : world.cluster().offers(needs));
        needs.forEach(need -> offers.whyNot(need).ifPresent(why -> {
            throw new MissingNeed(need, why);
        }));
        world.begin(
                scenario.getName(), (mediaType, document) -> scenario.attach(document, mediaType, scenario.getName()));
        if (!bare) {
            world.anotherNamespace();
        }
    }

    @After
    public void end(Scenario scenario) {
        try {
            if (!world.losses().isEmpty()) {
                scenario.log("Lost before this scenario: " + String.join("; ", world.losses()));
            }
            if (scenario.isFailed()) {
                keepEvidence(scenario);
            }
            world.checkStanding();
        } finally {
            world.end();
        }
    }

    @AfterAll
    public static void leaveNothingBehind() {
        lifeSign.close();
        try {
            Leftovers.ofRun(Subject.api(), Subject.run(), LIMIT_OF_CLEANUP);
        } catch (NotMet | MissingNeed e) {
            LOG.warn("Cleaning up: {}", e.getMessage());
        }
    }

    private void keepEvidence(Scenario scenario) {
        Requirement requirement = requirement(scenario);
        Advice advice = ADVICE.get(requirement.id());
        List<String> reproduce =
                new ArrayList<>(List.of(world.cluster().settings().again() + " --requirements " + requirement.id()));
        reproduce.addAll(world.shell().commands());
        Evidence evidence = new Evidence(
                requirement.profile() == Profile.DOCKER ? stateOfBareHosts() : stateOfCluster(),
                reproduce,
                advice.why(),
                advice.cause());
        scenario.attach(evidence.json(), Evidence.MEDIA_TYPE, "evidence");
    }

    private List<Evidence.File> stateOfCluster() {
        return Evidence.collect(
                world.api(), world.namespaces().stream().map(Namespace::name).toList());
    }

    private List<Evidence.File> stateOfBareHosts() {
        return world.bareHosts().hosts().stream()
                .map(host -> new Evidence.File(host + ".txt", world.bareHosts().state(host)))
                .toList();
    }

    private static Requirement requirement(Scenario scenario) {
        return scenario.getSourceTagNames().stream()
                .flatMap(tag -> SPECIFICATION.requirement(tag.substring(1)).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Scenario '" + scenario.getName()
                        + "' has no requirement's ID among " + scenario.getSourceTagNames()));
    }
}
