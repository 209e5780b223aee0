package dev.ringmaster.testkit.contract;

import com.google.common.hash.Hashing;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.Outcome;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What can be seen of a guest where it stopped.
 *
 * @param outcome how it ended
 * @param exitValue what it wrote to the exit port
 * @param text what it sent over the serial line
 * @param instructions how many instructions it executed
 * @param time virtual time
 * @param registers its registers, by name
 * @param memory a digest of its memory
 */
record End(
        Outcome outcome,
        OptionalInt exitValue,
        String text,
        long instructions,
        long time,
        Map<String, String> registers,
        String memory) {

    static End of(
            Outcome outcome, Board board, String text, long instructions, CpuState registers) {
        return new End(
                outcome,
                board.exitCode(),
                text,
                instructions,
                board.clock().now(),
                registers(registers),
                digest(board.memory()));
    }

    /** A digest of all of a machine's memory. */
    static String digest(MemoryBus memory) {
        var hasher = Hashing.murmur3_128().newHasher();
        for (long at = 0; memory.ramOffset(at) >= 0; at += 0x1000) {
            hasher.putBytes(memory.ram(), memory.ramOffset(at), 0x1000);
        }
        return hasher.hash().toString();
    }

    /** The registers that software can read or feel, by name. */
    static Map<String, String> registers(CpuState s) {
        Map<String, String> all = new TreeMap<>();
        all.put("general", hex(Arrays.copyOf(s.gpr, 16)));
        all.put("rip and flags", hex(s.rip, s.flags.get(), s.cpl));
        all.put("control", hex(s.cr0, s.cr2, s.cr3, s.cr4, s.efer, s.xcr0));
        all.put("debug", hex(Arrays.copyOf(s.dr, 8)) + hex(s.debugCtl));
        for (int i = 0; i < s.segments.length; i++) {
            all.put("segment " + i, segment(s.segments[i]));
        }
        all.put("ldtr", segment(s.ldtr));
        all.put("tr", segment(s.tr));
        all.put("tables", hex(s.gdtr.base, s.gdtr.limit, s.idtr.base, s.idtr.limit));
        all.put("syscall", hex(s.star, s.lstar, s.cstar, s.sfmask, s.kernelGsBase));
        all.put("sysenter", hex(s.sysenterCs, s.sysenterEsp, s.sysenterEip));
        all.put("pat, tsc aux", hex(s.pat, s.tscAux));
        all.put("xmm", hex(s.xmm));
        all.put("x87", hex(s.mmx) + Arrays.toString(s.x87Exponent));
        all.put("x87 control", hex(s.mxcsr, s.x87Control, s.x87Status, s.x87Tag, s.x87Opcode));
        all.put(
                "x87 pointers",
                hex(
                        s.x87InstructionOffset,
                        s.x87InstructionSelector,
                        s.x87DataOffset,
                        s.x87DataSelector));
        return all;
    }

    private static String hex(long... values) {
        StringBuilder text = new StringBuilder();
        for (long value : values) {
            text.append(Long.toHexString(value)).append(' ');
        }
        return text.toString();
    }

    /** A register that is not usable has a selector and nothing else that software can feel. */
    private static String segment(Segment s) {
        boolean empty = s.unusable() || !s.present();
        return empty ? hex(s.selector) : hex(s.selector, s.base, s.limit, s.access);
    }
}
