package dev.podproof.hosts;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Range;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class HostsArchitectureTest {
    private static final String HERE = "dev.podproof.hosts";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @Test
    void the_rules_below_saw_classes_at_all() {
        assertThat(CLASSES.size()).isGreaterThan(30);
    }

    @Test
    void bring_up_calls_images_and_images_call_the_engine_never_the_other_way() {
        slices().matching("dev.podproof.(**)").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(HERE + ".engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE, HERE + ".images")
                .check(CLASSES);
    }

    @Test
    void of_the_orchestrator_only_its_secrets_and_its_ranges_are_known() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "dev.podproof.reference.api..",
                                "dev.podproof.reference.apiserver..",
                                "dev.podproof.reference.store..",
                                "dev.podproof.reference.node..",
                                "dev.podproof.reference.main..")
                        // Which ranges go together is decided in one place, and here before anything starts (ADR 0028).
                        .and(not(belongToAnyOf(ClusterRanges.class, Ipv4Range.class))))
                .check(CLASSES);
    }

    @Test
    void nobody_writes_to_standard_streams_or_sleeps_or_asks_the_clock_behind_our_back() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("Builder")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void only_one_class_reads_the_environment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(HERE + ".engine.MachineReader$1")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }
}
