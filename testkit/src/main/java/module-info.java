/** The laboratory: command line, contracts, arbitraries, conformance, reports, benchmarks. */
module dev.ringmaster.testkit {
    exports dev.ringmaster.testkit.arbitrary;
    exports dev.ringmaster.testkit.bench;
    exports dev.ringmaster.testkit.compare;
    exports dev.ringmaster.testkit.dump;
    exports dev.ringmaster.testkit.explain;
    exports dev.ringmaster.testkit.run;
    exports dev.ringmaster.testkit.sensitive;
    exports dev.ringmaster.testkit.support;

    requires transitive dev.ringmaster.hypervisor;
    requires transitive dev.ringmaster.guest;
    requires java.management;
    requires com.google.common;
    requires info.picocli;
    requires com.fasterxml.jackson.databind;
    requires static me.tongfei.progressbar;
    requires static net.jqwik.api;

    opens dev.ringmaster.testkit.cli to
            info.picocli;
}
