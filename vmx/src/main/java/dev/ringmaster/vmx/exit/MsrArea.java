package dev.ringmaster.vmx.exit;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;

/**
 * A list of MSRs in memory: 16 bytes an entry, the index in bits 31:0, the value in bits 127:64.
 *
 * @sdm Vol. 3C, VM-Exit Controls for MSRs
 * @sdm Vol. 3C, Loading MSRs
 */
public final class MsrArea {
    private static final int ENTRY = 16;

    private MsrArea() {}

    /**
     * Loads the MSRs of an area in order.
     *
     * @return the number of the first entry that cannot be loaded, counted from 1; 0 if all were
     */
    public static long load(Cpu cpu, long area, long count) {
        for (long n = 0; n < count; n++) {
            long entry = area + n * ENTRY;
            if (!load(cpu, entry)) {
                return n + 1;
            }
        }
        return 0;
    }

    private static boolean load(Cpu cpu, long entry) {
        long head = cpu.physical.read(entry, 8);
        int index = (int) head;
        boolean forbidden = index == Msr.FS_BASE || index == Msr.GS_BASE;
        if (head >>> 32 != 0 || forbidden || index >>> 8 == Msr.X2APIC_FIRST >>> 8) {
            return false;
        }
        try {
            cpu.msrs().write(index, cpu.physical.read(entry + 8, 8));
            return true;
        } catch (Fault fault) {
            return false;
        }
    }

    /** Stores the MSRs of an area; false if one cannot be stored. @sdm Vol. 3C, Saving MSRs */
    static boolean store(Cpu cpu, long area, long count) {
        for (long n = 0; n < count; n++) {
            long entry = area + n * ENTRY;
            long head = cpu.physical.read(entry, 8);
            if (head >>> 32 != 0 || (int) head >>> 8 == Msr.X2APIC_FIRST >>> 8) {
                return false;
            }
            try {
                cpu.physical.write(entry + 8, 8, cpu.msrs().read((int) head));
            } catch (Fault fault) {
                return false;
            }
        }
        return true;
    }
}
