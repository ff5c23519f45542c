package dev.podproof.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String HERE = "dev.podproof.conformance";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @Test
    void theRulesSeeClassesAtAll() {
        assertThat(CLASSES.size()).isGreaterThan(45);
        assertThat(CLASSES.stream().filter(each -> each.getPackageName().equals(HERE + ".steps")))
                .hasSizeGreaterThan(10);
    }

    @Test
    void theSuiteKnowsNoReference() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.podproof.reference..", "dev.podproof.hosts..", "dev.podproof.report..")
                .check(CLASSES);
    }

    @Test
    void stepsDoNotPollOrCallByThemselves() {
        noClasses()
                .that()
                .resideInAPackage(HERE + ".steps")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.testcontainers..", "com.github.dockerjava..", "org.awaitility..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void eachLibraryHasOnePlace() {
        only("java.net.http..", ".probe");
        only("org.xbill..", ".probe");
        only("org.awaitility..", ".eventually");
        only("io.cucumber..", ".steps");
    }

    @Test
    void onlyThoseWhoReachHostsKnowTheDockerClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HERE + ".subject", HERE + ".probe", HERE + ".disruption")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching(HERE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodySleepsOrReadsAClockOrWritesToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + ".eventually")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }

    private static void only(String library, String place) {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + place)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }
}
