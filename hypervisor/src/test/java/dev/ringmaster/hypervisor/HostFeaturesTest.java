package dev.ringmaster.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.hypervisor.driver.svm.SvmBackend;
import dev.ringmaster.hypervisor.driver.vmx.VmxBackend;

import org.junit.jupiter.api.Test;

class HostFeaturesTest {
    private static final int HOST = 64 << 20;
    private static final int GUEST = 16 << 20;

    private static CpuProfile profile(String name) {
        return CpuProfiles.byName(name).orElseThrow();
    }

    @Test
    void aGuestIsNotPromisedContextIdentifiersThatTheHostLacks() {
        Hypervisor hypervisor = Hypervisor.boot(new SvmBackend(), profile("amd-zen2"), HOST);
        CpuProfile guest = profile("intel-icelake");
        assertThat(hypervisor.lacking(guest)).containsExactly(Feature.PCID, Feature.INVPCID);
        VmOptions options = new VmOptions(guest, BoardOptions.full(GUEST), b -> {});
        assertThatThrownBy(() -> hypervisor.createVm(options, Policy.TRANSPARENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PCID");
    }

    @Test
    void everyBackendsOwnHostServesTheDefaultGuest() {
        CpuProfile guest = CpuProfiles.all().get(0);
        for (Backend backend : new Backend[] {new VmxBackend(), new SvmBackend()}) {
            Hypervisor hypervisor = Hypervisor.boot(backend, backend.defaultProfile(), HOST);
            assertThat(hypervisor.lacking(guest)).as(backend.name()).isEmpty();
        }
    }
}
