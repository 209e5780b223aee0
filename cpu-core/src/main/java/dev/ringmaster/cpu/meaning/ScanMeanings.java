package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Flags;

import java.util.Map;

/**
 * Counting and searching bits, checksums, and additions that carry through one flag.
 *
 * @sdm Vol. 1, Bit Scan Instructions
 */
final class ScanMeanings {
    /** The polynomial 11EDC6F41H, reflected. */
    private static final int CRC32C = 0x82f63b78;

    private ScanMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.BSF, ScanMeanings::bsf);
        meanings.put(Mnemonic.BSR, ScanMeanings::bsr);
        meanings.put(Mnemonic.TZCNT, ScanMeanings::tzcnt);
        meanings.put(Mnemonic.LZCNT, ScanMeanings::lzcnt);
        meanings.put(Mnemonic.POPCNT, ScanMeanings::popcnt);
        meanings.put(Mnemonic.CRC32, ScanMeanings::crc32);
        meanings.put(Mnemonic.ADCX, ScanMeanings::adcx);
        meanings.put(Mnemonic.ADOX, ScanMeanings::adox);
    }

    /** Finds the lowest 1. Of 0 the result is undefined: the target stays. @sdm Vol. 2A, BSF */
    static void bsf(Cpu cpu, Instruction i) {
        long source = Operands.read(cpu, i, 1);
        scan(cpu, i, source, Long.numberOfTrailingZeros(source));
    }

    /** Finds the highest 1. Of 0 the result is undefined: the target stays. @sdm Vol. 2A, BSR */
    static void bsr(Cpu cpu, Instruction i) {
        long source = Operands.read(cpu, i, 1);
        scan(cpu, i, source, 63 - Long.numberOfLeadingZeros(source));
    }

    /** ZF says that the source is 0; the other flags are undefined and stay. */
    private static void scan(Cpu cpu, Instruction i, long source, long result) {
        if (source != 0) {
            Operands.write(cpu, i, 0, result);
        }
        cpu.state.flags.putZero(source == 0);
    }

    /**
     * Counts zeros from below; a processor without BMI1 ignores the prefix and executes BSF. @sdm
     * Vol. 2B, TZCNT
     */
    static void tzcnt(Cpu cpu, Instruction i) {
        if (!cpu.profile.has(Feature.BMI1)) {
            bsf(cpu, i);
            return;
        }
        long source = Operands.read(cpu, i, 1);
        count(cpu, i, Math.min(8 * i.size(1), Long.numberOfTrailingZeros(source)));
    }

    /**
     * Counts zeros from above; a processor without LZCNT ignores the prefix and executes BSR. @sdm
     * Vol. 2A, LZCNT
     */
    static void lzcnt(Cpu cpu, Instruction i) {
        if (!cpu.profile.has(Feature.LZCNT)) {
            bsr(cpu, i);
            return;
        }
        long source = Operands.read(cpu, i, 1);
        count(cpu, i, Long.numberOfLeadingZeros(source) - 64 + 8 * i.size(1));
    }

    /**
     * CF says that the source is 0, ZF that the count is; OF, SF, AF and PF are undefined and
     * become 0.
     */
    private static void count(Cpu cpu, Instruction i, int count) {
        Operands.write(cpu, i, 0, count);
        cpu.state.flags.setStatus(
                Status.when(count == 8 * i.size(1), Status.CF)
                        | Status.when(count == 0, Status.ZF));
    }

    /** Counts ones. @sdm Vol. 2B, POPCNT */
    static void popcnt(Cpu cpu, Instruction i) {
        cpu.require(Feature.POPCNT);
        long source = Operands.read(cpu, i, 1);
        Operands.write(cpu, i, 0, Long.bitCount(source));
        cpu.state.flags.setStatus(Status.when(source == 0, Status.ZF));
    }

    /** Accumulates a checksum. @sdm Vol. 2A, CRC32 */
    static void crc32(Cpu cpu, Instruction i) {
        cpu.require(Feature.SSE42);
        long source = Operands.read(cpu, i, 1);
        int crc = (int) Operands.read(cpu, i, 0);
        for (int n = 0; n < i.size(1); n++) {
            crc ^= (int) (source >>> 8 * n) & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ -(crc & 1) & CRC32C;
            }
        }
        Operands.write(cpu, i, 0, crc & 0xffffffffL);
    }

    /** Adds with CF and changes no other flag. @sdm Vol. 2A, ADCX */
    static void adcx(Cpu cpu, Instruction i) {
        cpu.require(Feature.ADX);
        Flags f = cpu.state.flags;
        add(cpu, i, f.cf(), Status.CF);
    }

    /** Adds with OF and changes no other flag. @sdm Vol. 2B, ADOX */
    static void adox(Cpu cpu, Instruction i) {
        cpu.require(Feature.ADX);
        Flags f = cpu.state.flags;
        add(cpu, i, f.of(), Status.OF);
    }

    private static void add(Cpu cpu, Instruction i, boolean carry, long flag) {
        long a = Operands.readSigned(cpu, i, 0);
        long b = Operands.readSigned(cpu, i, 1);
        Flags f = cpu.state.flags;
        long others = f.status() & ~flag;
        f.putCarry(carry);
        Operands.write(cpu, i, 0, Alu.adc(f, a, b, i.size(0)));
        f.setStatus(others | Status.when(f.cf(), flag));
    }
}
