package dev.ringmaster.testkit.contract;

import static dev.ringmaster.cpu.isa.Operand.mem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Reg;
import dev.ringmaster.hypervisor.Hypervisor;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.Vm;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Machines side by side on one host know nothing of each other, and runs can be repeated. */
interface IsolationContract extends Subject {

    @Example
    default void aGuestThatWritesEverywhereReachesNothingButItself() {
        Hypervisor hypervisor = hypervisor();
        Virtual victim = new Virtual(hypervisor, BOARD, scribbler(), Policy.TRANSPARENT);
        Virtual attacker = new Virtual(hypervisor, BOARD, scribbler(), Policy.TRANSPARENT);
        String victims = End.digest(victim.vm.board().memory());
        byte[] before = others(hypervisor, attacker.vm);
        End end = attacker.run(1_000_000);
        assertThat(end.outcome()).isEqualTo(Outcome.EXIT_PORT);
        assertThat(attacker.vm.exits().get("memory")).isGreaterThan(1000);
        assertThat(End.digest(victim.vm.board().memory())).isEqualTo(victims);
        assertThat(written(before, others(hypervisor, attacker.vm))).isEmpty();
    }

    /**
     * Writes a word into each page from its data to 32 MiB, and at the top of 32 bits; forgets the
     * word, which the processor would save for it among its registers.
     */
    private static Guest scribbler() {
        return Guest.of(
                GuestCode.PROTECTED,
                code -> {
                    code.mov(Reg.EBX, 0x50000).mov(Reg.EAX, 0xdeadbeefL);
                    Label up = code.here("up");
                    code.mov(mem(Reg.EBX), Reg.EAX).mov(mem(Reg.EBX).disp(0xffc), Reg.EAX);
                    code.add(Reg.EBX, 0x1000).cmp(Reg.EBX, 32 << 20).jb(up);
                    code.mov(Reg.EBX, 0xfff00000L);
                    Label high = code.here("high");
                    code.mov(mem(Reg.EBX), Reg.EAX).add(Reg.EBX, 0x1000).jnz(high);
                    code.mov(Reg.EAX, 0).out(0x80, Reg.AL).out(0xf4, Reg.AL);
                });
    }

    /** The host's memory with that of {@code vm} blank. */
    private static byte[] others(Hypervisor hypervisor, Vm vm) {
        byte[] all = hypervisor.host().memory().ram().clone();
        int start = vm.board().memory().ramOffset(0);
        Arrays.fill(all, start, start + GuestCode.MEMORY, (byte) 0);
        return all;
    }

    /** Where the word that the guest wrote has appeared. */
    private static List<Integer> written(byte[] a, byte[] b) {
        int word = 0xdeadbeef;
        return IntStream.range(0, a.length / 4)
                .map(i -> 4 * i)
                .filter(at -> read(b, at) == word && read(a, at) != word)
                .boxed()
                .toList();
    }

    private static int read(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | bytes[at + 3] << 24;
    }

    @Property(seed = "1", tries = 20, shrinking = ShrinkingMode.OFF)
    default void guestsInTurnEndAsEachWouldAlone(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int slice) {
        Guest first = timeless(seed);
        Guest second = timeless(seed + 1);
        Hypervisor hypervisor = hypervisor();
        Virtual a = new Virtual(hypervisor, BOARD, first, Policy.TRANSPARENT);
        Virtual b = new Virtual(hypervisor, BOARD, second, Policy.TRANSPARENT);
        for (int n = 0; n < 3000; n += slice) {
            a.vm.run(slice);
            b.vm.run(slice);
        }
        assertThat(a.vm.run(1_000_000)).isEqualTo(b.vm.run(1_000_000));
        sameButForTime(a, virtual(first));
        sameButForTime(b, virtual(second));
    }

    private static void sameButForTime(Virtual sliced, Virtual alone) {
        Outcome outcome = alone.vm.run(2_000_000);
        End expected = alone.end(outcome);
        End actual = sliced.end(outcome);
        assertThat(actual.registers()).isEqualTo(expected.registers());
        assertThat(actual.memory()).isEqualTo(expected.memory());
        assertThat(actual.exitValue()).isEqualTo(expected.exitValue());
        assertThat(actual.instructions()).isEqualTo(expected.instructions());
    }

    /** A guest that mixes a number in memory and in SSE registers; time does not matter to it. */
    private static Guest timeless(long seed) {
        return Guest.of(
                GuestCode.LONG,
                code -> {
                    code.mov(Reg.RAX, seed).mov(Reg.RBX, GuestCode.DATA).mov(Reg.ECX, 300);
                    Label again = code.here("again");
                    code.imul(Reg.RAX, Reg.RAX, 1664525).add(Reg.RAX, 1013904223);
                    code.mov(mem(Reg.RBX).index(Reg.RCX, 8), Reg.RAX);
                    code.emit(Mnemonic.MOVQ, Reg.XMM0, Reg.RAX);
                    code.out(0x80, Reg.AL).dec(Reg.ECX).jnz(again);
                    code.out(0xf4, Reg.AL);
                });
    }

    @Property(seed = "1", tries = 10, shrinking = ShrinkingMode.OFF)
    default void theSameRunHasTheSameExits(@ForAll GuestCode mode, @ForAll long seed) {
        assertThat(trace(RandomGuest.of(mode, seed))).isEqualTo(trace(RandomGuest.of(mode, seed)));
    }

    private List<String> trace(Guest guest) {
        ExitTrace trace = new ExitTrace();
        Virtual virtual = virtual(guest, BOARD, trace);
        trace.lines().add(virtual.run(2000).toString());
        return trace.lines();
    }
}
