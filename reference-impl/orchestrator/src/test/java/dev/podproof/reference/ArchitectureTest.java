package dev.podproof.reference;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** What stands where, and who may know whom: docs/house.md as rules. */
@AnalyzeClasses(packages = "dev.podproof.reference", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.podproof.reference.";
    private static final int FEWEST_CLASSES = 100;

    @ArchTest
    static void seesTheWholeOrchestrator(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThan(FEWEST_CLASSES);
    }

    @ArchTest
    static final ArchRule rulesOfTheKindsKnowNobody = classes()
            .that()
            .resideInAPackage(ROOT + "api..")
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage(ROOT + ".")).or(resideInAPackage(ROOT + "api..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theStoreKnowsOnlyTheRules = classes()
            .that()
            .resideInAPackage(ROOT + "store..")
            .should()
            .onlyDependOnClassesThat(
                    not(resideInAPackage(ROOT + ".")).or(resideInAnyPackage(ROOT + "api..", ROOT + "store..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheApiServerUsesTheStore = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "store..", ROOT + "apiserver..", ROOT + "faults..", ROOT + "main..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "store..");

    @ArchTest
    static void componentsMeetOnlyThroughTheApi(JavaClasses classes) {
        String[] components = {"scheduler", "controller", "node", "proxy", "dns", "network"};
        for (String component : components) {
            String[] others = Stream.concat(Stream.of(components), Stream.of("apiserver"))
                    .filter(other -> !other.equals(component))
                    // A node's pods live in its network.
                    .filter(other -> !(component.equals("node") && other.equals("network")))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + component + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule dockerIsUsedInOnePlace =
            usedOnlyIn("com.github.dockerjava..", ROOT + "node.runtime.docker..");

    /** Containers can change what a path leads to: whoever works on their files holds them (docs/adr/0041). */
    @ArchTest
    static final ArchRule podsFilesAreTouchedInOnePlace = noClasses()
            .that()
            .resideInAPackage(ROOT + "node..")
            .and()
            .resideOutsideOfPackage(ROOT + "node.files..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Files.class,
                    File.class,
                    RandomAccessFile.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    FileChannel.class);

    @ArchTest
    static final ArchRule theWebLibraryIsUsedWhereThereAreServers =
            usedOnlyIn("io.vertx..", ROOT + "apiserver.http..", ROOT + "node.server..", ROOT + "web..");

    @ArchTest
    static final ArchRule databasesAreUsedInOnePlace = usedOnlyIn("java.sql..", ROOT + "store.sqlite..");

    @ArchTest
    static final ArchRule etcdIsUsedInOnePlace = usedOnlyIn("io.etcd..", ROOT + "store.etcd..");

    @ArchTest
    static final ArchRule dnsMessagesAreUsedInOnePlace = usedOnlyIn("org.xbill.DNS..", ROOT + "dns.server..");

    @ArchTest
    static final ArchRule flagsAreReadInOnePlace = usedOnlyIn("picocli..", ROOT + "main..");

    @ArchTest
    static final ArchRule nobodyButMainExitsOrReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "main..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "main..");

    @ArchTest
    static final ArchRule nobodyKnowsTheTests = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "io.cucumber..", "org.testcontainers..");

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodySpeaksPastTheLog =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class);

    @ArchTest
    static final ArchRule timeIsPassedIn = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "main..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    private static ArchRule usedOnlyIn(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
