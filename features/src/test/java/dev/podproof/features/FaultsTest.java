package dev.podproof.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final int FEWEST = 100;
    private static final int SURVIVORS = 44;

    private final Specification specification = Specification.load();
    private final Faults faults = Faults.load();

    @Test
    void everyMustAndShouldCanBeViolatedOrItIsSaidWhyNot() {
        Set<String> named = Stream.concat(
                        faults.faults().stream().flatMap(fault -> fault.named().stream()),
                        faults.notInjectable().stream().map(Faults.NotInjectable::requirement))
                .collect(Collectors.toSet());

        assertThat(specification.requirements())
                .filteredOn(requirement -> requirement.level() != Level.MAY)
                .extracting(Requirement::id)
                .allMatch(named::contains);
    }

    @Test
    void whatAFaultViolatesAreWordsOfTheRequirement() {
        assertThat(faults.faults())
                .allSatisfy(fault -> assertThat(fault.violates())
                        .isNotEmpty()
                        .allSatisfy(violation ->
                                assertThat(statement(violation.requirement())).contains(violation.clause())));
        assertThat(faults.notInjectable()).allSatisfy(not -> {
            assertThat(statement(not.requirement())).contains(not.clause().orElse(""));
            assertThat(not.reason()).isNotBlank();
        });
    }

    @Test
    void aSideEffectIsNoViolationAndHasAReason() {
        assertThat(faults.faults())
                .allSatisfy(fault -> assertThat(fault.sideEffects())
                        .allSatisfy(effect -> {
                            assertThat(statement(effect.requirement())).isNotBlank();
                            assertThat(effect.reason()).isNotBlank();
                        })
                        .extracting(Fault.SideEffect::requirement)
                        .doesNotContainAnyElementsOf(fault.named())
                        .doesNotHaveDuplicates());
    }

    @Test
    void eachHasAnIdOfItsOwnAndOneSentence() {
        assertThat(faults.faults())
                .hasSizeGreaterThanOrEqualTo(FEWEST)
                .allSatisfy(fault -> {
                    assertThat(fault.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
                    assertThat(fault.sentence()).matches("[A-Z].*[^.]\\.").doesNotContain(". ");
                    assertThat(fault.takesEffect()).isNotNull();
                })
                .extracting(Fault::id)
                .doesNotHaveDuplicates();
        assertThat(faults.faults()).extracting(Fault::sentence).doesNotHaveDuplicates();
    }

    @Test
    void allThatSurvivedAnEarlierSuiteAreThere() {
        List<String> survivors =
                IntStream.rangeClosed(1, SURVIVORS).mapToObj("S%02d"::formatted).toList();

        assertThat(faults.faults())
                .flatExtracting(fault -> fault.survived().stream().toList())
                .containsAll(survivors);
    }

    @Test
    void whatOneExcludesIsThereAndTwoOfThemClash() {
        assertThat(faults.faults())
                .flatExtracting(Fault::excludes)
                .isNotEmpty()
                .allMatch(id -> faults.find(id).isPresent());
        assertThat(faults.clash(List.of("one-replica-over", "one-replica-short")))
                .isPresent();
        assertThat(faults.clash(List.of("one-replica-short", "one-replica-over")))
                .isPresent();
        assertThat(faults.clash(List.of("one-replica-over", "never-is-always"))).isEmpty();
    }

    private String statement(String requirement) {
        return specification.requirement(requirement).orElseThrow().statement();
    }
}
