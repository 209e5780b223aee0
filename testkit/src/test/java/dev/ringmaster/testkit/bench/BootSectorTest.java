package dev.ringmaster.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The sector that starts a workload on a PC. */
class BootSectorTest {

    @Test
    void itHasTheSizeAndTheSignatureThatABiosLooksFor() {
        byte[] sector = BootSector.of(1, Long.MAX_VALUE);
        assertThat(sector).hasSize(BootSector.SIZE);
        assertThat(sector[510] & 0xff).isEqualTo(0x55);
        assertThat(sector[511] & 0xff).isEqualTo(0xaa);
    }

    @Test
    void workloadsLeaveRoomForTheirData() {
        for (Workload workload : Workload.values()) {
            assertThat(Workload.CODE + workload.program().length).isLessThan(Workload.DATA);
        }
    }
}
