package dev.stele.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which way imports may point, and where third parties and the outside world may be named. */
final class LayersTest {

    private static final JavaClasses STELE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.stele");

    /** The packages of {@code host}; each may use only those before it. */
    private static final List<String> HOST =
            List.of(
                    "error",
                    "environment",
                    "sats",
                    "bsatn",
                    "satsjson",
                    "schema",
                    "exchange",
                    "table",
                    "datastore",
                    "commitlog",
                    "durability",
                    "database",
                    "query",
                    "view",
                    "subscription",
                    "schedule",
                    "module");

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "dev.stele.host." + name + "..").toArray(String[]::new);
    }

    private static void forbid(String from, String because, String... targets) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(targets)
                .because(because)
                .check(STELE);
    }

    @Test
    void hostPackagesPointOneWay() {
        for (int i = 0; i + 1 < HOST.size(); i++) {
            forbid(
                    "dev.stele.host." + HOST.get(i) + "..",
                    "host packages may import only those listed before them",
                    packages(HOST.subList(i + 1, HOST.size())));
        }
    }

    @Test
    void everyHostPackageHasItsPlace() {
        classes()
                .that()
                .resideInAPackage("dev.stele.host..")
                .should()
                .resideInAnyPackage(packages(HOST))
                .because("a new package goes into the list, at the place that its imports allow")
                .check(STELE);
    }

    @Test
    void modulesPointOneWay() {
        forbid(
                "dev.stele.host..",
                "host is the bottom: it knows neither languages nor HTTP",
                "dev.stele.polyglot..",
                "dev.stele.server..",
                "dev.stele.cli..");
        forbid(
                "dev.stele.polyglot..",
                "a language binding knows only host's ports",
                "dev.stele.server..",
                "dev.stele.cli..");
        forbid("dev.stele.server..", "the server runs without a command line", "dev.stele.cli..");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.stele.(*).(*)..").should().beFreeOfCycles().check(STELE);
    }

    @Test
    void thirdPartiesHaveOneHome() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stele.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .because("HTTP is the server's")
                .check(STELE);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stele.polyglot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.graalvm..", "com.caoccao..")
                .because("guest engines are behind ModuleRuntime")
                .check(STELE);
    }

    @Test
    void hostReachesTheOutsideThroughPortsOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.stele.host..")
                .and()
                .resideOutsideOfPackage("dev.stele.host.environment..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.FileChannel")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a simulator must be able to stand in: use the ports of host.environment")
                .check(STELE);
    }

    @Test
    void onlyTheDatastoreChangesRows() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.stele.host.table..", "dev.stele.host.datastore..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.stele.host.table.TableEdit")
                .because("rows change within a MutTx only")
                .check(STELE);
    }
}
