package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.guest.OptionalInstruction;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * Caches, translation caches and order. Memory here has no data caches and one order, so that apart
 * from their checks the instructions about those do nothing; nothing else could be observed.
 *
 * @sdm Vol. 3A, Memory Cache Control
 */
final class CacheMeanings {
    private static final long PCID_BITS = 0xfff;

    private CacheMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.INVD, CacheMeanings::invd);
        map.put(Mnemonic.WBINVD, CacheMeanings::wbinvd);
        map.put(Mnemonic.WBNOINVD, CacheMeanings::wbinvd);
        map.put(Mnemonic.INVLPG, CacheMeanings::invlpg);
        map.put(Mnemonic.INVPCID, CacheMeanings::invpcid);
        map.put(Mnemonic.CLFLUSH, (cpu, i) -> line(cpu, i, Feature.CLFSH));
        map.put(Mnemonic.CLFLUSHOPT, (cpu, i) -> line(cpu, i, Feature.CLFLUSHOPT));
        map.put(Mnemonic.CLWB, (cpu, i) -> line(cpu, i, Feature.CLWB));
        map.put(Mnemonic.CLDEMOTE, (cpu, i) -> {});
        map.put(Mnemonic.PREFETCH, (cpu, i) -> {});
        map.put(Mnemonic.LFENCE, (cpu, i) -> cpu.require(Feature.SSE2));
        map.put(Mnemonic.MFENCE, (cpu, i) -> cpu.require(Feature.SSE2));
        map.put(Mnemonic.SFENCE, (cpu, i) -> cpu.require(Feature.SSE));
        map.put(Mnemonic.SERIALIZE, CacheMeanings::serialize);
    }

    /**
     * @sdm Vol. 2A, INVD
     */
    static void invd(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        cpu.intercepts().invd();
    }

    /**
     * @sdm Vol. 2C, WBINVD
     */
    static void wbinvd(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        cpu.intercepts().wbinvd();
    }

    /** The address is not checked. @sdm Vol. 2A, INVLPG */
    static void invlpg(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        CpuState s = cpu.state;
        long offset = Operand.offset(cpu, i);
        long base = s.mode64() && i.segment() < Segment.FS ? 0 : s.segments[i.segment()].base;
        long linear = s.mode64() ? base + offset : base + offset & 0xffffffffL;
        cpu.intercepts().invlpg(linear);
        if (Bits.canonical(linear)) {
            cpu.memory.flushPage(linear);
        }
    }

    /**
     * @sdm Vol. 2A, INVPCID
     */
    static void invpcid(Cpu cpu, Instruction i) {
        MachineMeanings.requireOffered(cpu, Feature.INVPCID, OptionalInstruction.INVPCID);
        cpu.requireRing0();
        CpuState s = cpu.state;
        long type = s.reg(i.register(0), s.mode64() ? 8 : 4);
        cpu.intercepts().invpcid(type);
        if (Long.compareUnsigned(type, 3) > 0) {
            throw Fault.gp(0);
        }
        long at = Operand.linear(cpu, i, 16, Access.READ);
        long pcid = cpu.memory.read64(at);
        long linear = cpu.memory.read64(at + 8);
        boolean named = type < 2 && pcid != 0 && !Cr4.PCIDE.in(s.cr4);
        boolean wild = type == 0 && !Bits.canonical(linear);
        if ((pcid & ~PCID_BITS) != 0 || named || wild) {
            throw Fault.gp(0);
        }
        cpu.memory.flush();
    }

    private static void line(Cpu cpu, Instruction i, Feature feature) {
        cpu.require(feature);
        requireReadable(cpu, i.segment(), Operand.offset(cpu, i));
    }

    /** Faults as a load of one byte would. */
    static void requireReadable(Cpu cpu, int segment, long offset) {
        long linear = Segmentation.linear(cpu, segment, offset, 1, Access.READ);
        cpu.memory.translate(linear, Access.READ);
    }

    private static void serialize(Cpu cpu, Instruction i) {
        throw Fault.ud();
    }
}
