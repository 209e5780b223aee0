package dev.ringmaster.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the house and the layers of its processor: no arrow goes upward. */
@AnalyzeClasses(packages = "dev.ringmaster", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] CORE = {"dev.ringmaster.cpu..", "dev.ringmaster.board.."};

    @ArchTest
    static final ArchRule floorsKnowOnlyWhatLiesBelow =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("core")
                    .definedBy(CORE)
                    .layer("vmx")
                    .definedBy("dev.ringmaster.vmx..")
                    .layer("svm")
                    .definedBy("dev.ringmaster.svm..")
                    .layer("guest")
                    .definedBy("dev.ringmaster.guest..")
                    .layer("hypervisor")
                    .definedBy("dev.ringmaster.hypervisor..")
                    .layer("testkit")
                    .definedBy("dev.ringmaster.testkit..")
                    .whereLayer("core")
                    .mayNotAccessAnyLayer()
                    .whereLayer("vmx")
                    .mayOnlyAccessLayers("core")
                    .whereLayer("svm")
                    .mayOnlyAccessLayers("core")
                    .whereLayer("guest")
                    .mayOnlyAccessLayers("core")
                    .whereLayer("hypervisor")
                    .mayOnlyAccessLayers("core", "vmx", "svm");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.ringmaster.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreNeedsTheJdkAlone =
            noClasses()
                    .that()
                    .resideInAnyPackage(CORE)
                    .should()
                    .dependOnClassesThat(areOutside("java..", CORE))
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jqwikStaysInArbitrary =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.ringmaster.testkit.arbitrary..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("net.jqwik..")
                    .allowEmptyShould(true);

    /**
     * From low to high; what stands together on one line may know each other as far as no cycle
     * forms.
     */
    @ArchTest
    static final ArchRule processorLayersKnowOnlyWhatLiesBelow =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("vocabulary")
                    .definedBy("dev.ringmaster.cpu.arch..", "dev.ringmaster.cpu.rule..")
                    .layer("instruction")
                    .definedBy("dev.ringmaster.cpu.instruction..")
                    .layer("state")
                    .definedBy(
                            "dev.ringmaster.cpu.state..",
                            "dev.ringmaster.cpu.guest..",
                            "dev.ringmaster.cpu.bus..")
                    .layer("memory")
                    .definedBy("dev.ringmaster.cpu.memory..")
                    .layer("processor")
                    .definedBy("dev.ringmaster.cpu")
                    .layer("meaning")
                    .definedBy(
                            "dev.ringmaster.cpu.protection..",
                            "dev.ringmaster.cpu.meaning..",
                            "dev.ringmaster.cpu.isa..")
                    .layer("engine")
                    .definedBy("dev.ringmaster.cpu.engine..")
                    .layer("board")
                    .definedBy("dev.ringmaster.board..")
                    .whereLayer("board")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("engine")
                    .mayOnlyBeAccessedByLayers("board")
                    .whereLayer("meaning")
                    .mayOnlyBeAccessedByLayers("engine", "board")
                    .whereLayer("processor")
                    .mayOnlyBeAccessedByLayers("meaning", "engine", "board")
                    .whereLayer("memory")
                    .mayOnlyBeAccessedByLayers("processor", "meaning", "engine", "board")
                    .whereLayer("state")
                    .mayOnlyBeAccessedByLayers("memory", "processor", "meaning", "engine", "board")
                    .whereLayer("instruction")
                    .mayOnlyBeAccessedByLayers(
                            "state", "memory", "processor", "meaning", "engine", "board")
                    .whereLayer("vocabulary")
                    .mayOnlyBeAccessedByLayers(
                            "instruction",
                            "state",
                            "memory",
                            "processor",
                            "meaning",
                            "engine",
                            "board");

    private static DescribedPredicate<JavaClass> areOutside(String first, String... more) {
        return DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(first))
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(more)))
                .as("live outside the JDK and the core");
    }
}
