package dev.podproof.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Instant;

/** The rules of docs/house.md for this module. */
@AnalyzeClasses(packages = "dev.podproof.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int CLASSES_AT_LEAST = 60;

    @ArchTest
    static void theRulesSeeTheModule(JavaClasses classes) {
        assertThat(classes).hasSizeGreaterThanOrEqualTo(CLASSES_AT_LEAST);
        for (String part : new String[] {"verdict", "render", "run", "cli"}) {
            assertThat(classes.stream().filter(c -> c.getPackageName().equals("dev.podproof.report." + part)))
                    .as(part)
                    .hasSizeGreaterThan(5);
        }
    }

    @ArchTest
    static final ArchRule THE_VERDICT_IS_A_PURE_FUNCTION = noClasses()
            .that()
            .resideInAPackage("..report.verdict..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..report.run..",
                    "..report.cli..",
                    "..report.render..",
                    "dev.podproof.conformance..",
                    "dev.podproof.hosts..",
                    "io.fabric8..",
                    "java.nio.file..",
                    "java.net..");

    @ArchTest
    static final ArchRule RENDERING_KNOWS_NEITHER_RUN_NOR_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("..report.render..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..report.run..", "..report.cli..", "dev.podproof.conformance..", "dev.podproof.hosts..");

    @ArchTest
    static final ArchRule ONLY_THE_RUN_KNOWS_CUCUMBER_ITSELF = noClasses()
            .that()
            .resideOutsideOfPackage("..report.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cucumber.core..", "io.cucumber.plugin..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage("..report.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..");

    @ArchTest
    static final ArchRule ONLY_RENDERING_KNOWS_TEMPLATES_AND_SCHEMAS = noClasses()
            .that()
            .resideOutsideOfPackage("..report.render..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("freemarker..", "com.networknt..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.podproof.report.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS_OUTSIDE_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("..report.cli..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule CLOCKS_ARE_PASSED_IN = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.podproof.report.cli.Main")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule CLASSES_ARE_FINAL = ArchRuleDefinition.classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);
}
