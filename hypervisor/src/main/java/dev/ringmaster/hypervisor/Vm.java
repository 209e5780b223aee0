package dev.ringmaster.hypervisor;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.emulation.Emulator;
import dev.ringmaster.hypervisor.host.Host;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A virtual machine: a board of its own whose RAM is a window of the host's, one virtual processor,
 * and the policy that decides at exits. {@link #run} is the loop of every hypervisor: inject what
 * is pending, enter, look at the exit, decide.
 */
public final class Vm {
    private final Host host;
    private final Board board;
    private final VcpuDriver driver;
    private final Policy policy;
    private final Policy byDefault = new DefaultHandling(this);
    private final Emulator emulator;
    private final Vcpu vcpu;
    private final Map<String, Long> exits = new TreeMap<>();
    private String explanation = "";
    private long instructions;
    private boolean nmiPending;

    Vm(
            Backend.Driver method,
            VmOptions options,
            Policy policy,
            MemoryBus memory,
            VcpuDriver driver) {
        this.host = method.host();
        this.driver = driver;
        this.policy = policy;
        board = new Board(options.board(), memory, host.clock(), options.serial());
        board.onAttention(host::interrupt);
        board.onStop(host.engine()::stop);
        board.onNmi(this::raiseNmi);
        emulator = new Emulator(options.profile(), board, host.clock());
        vcpu = new Vcpu(this, driver, emulator);
    }

    /** The machine's board: memory, devices, the value of the exit port. */
    public Board board() {
        return board;
    }

    /** The virtual processor. */
    public Vcpu vcpu() {
        return vcpu;
    }

    /** How often the guest exited, by the exits' names. */
    public Map<String, Long> exits() {
        return Map.copyOf(exits);
    }

    /** How many instructions of the guest were executed, by the processor or on its behalf. */
    public long instructions() {
        return instructions;
    }

    /** Why the processor refused to enter the guest; empty if it did not. */
    public String explanation() {
        return explanation;
    }

    void explain(String why) {
        explanation = why;
    }

    /** Runs the guest until it ends, at most {@code limit} instructions. */
    public Outcome run(long limit) {
        long end = instructions + limit;
        while (!board.stopped() && instructions < end) {
            prepareNmi();
            prepareInterrupt();
            long before = host.engine().retired();
            Optional<Exit> exit = driver.run(end - instructions);
            instructions += host.engine().retired() - before;
            if (exit.isPresent()) {
                Verdict verdict = decide(exit.get());
                if (verdict.kind() == Verdict.Kind.END) {
                    return verdict.outcome();
                }
            }
        }
        return ended();
    }

    private Outcome ended() {
        if (board.exitCode().isPresent()) {
            return Outcome.EXIT_PORT;
        }
        if (board.shutdownRequested()) {
            return Outcome.POWER_OFF;
        }
        return board.resetRequested() ? Outcome.RESET : Outcome.LIMIT;
    }

    private void raiseNmi() {
        nmiPending = true;
        host.interrupt();
    }

    private void prepareNmi() {
        if (nmiPending && driver.nmiDeliverable()) {
            driver.inject(Event.nmi());
            nmiPending = false;
        }
        driver.wantNmiWindow(nmiPending);
    }

    /** Injects a pending interrupt of the board, or asks to be told when that is possible. */
    private void prepareInterrupt() {
        host.pin().lower();
        boolean pending = board.interrupts().pending();
        if (pending && driver.interruptible()) {
            driver.inject(Event.external(board.interrupts().acknowledge()));
            pending = board.interrupts().pending();
        }
        driver.wantInterruptWindow(pending);
    }

    private Verdict decide(Exit exit) {
        exits.merge(exit.name(), 1L, Long::sum);
        Verdict verdict = exit.offer(policy, vcpu);
        if (verdict.kind() == Verdict.Kind.PASS) {
            verdict = exit.offer(byDefault, vcpu);
        }
        if (verdict.kind() == Verdict.Kind.SKIP) {
            driver.skip();
        } else if (verdict.kind() == Verdict.Kind.EMULATE) {
            emulate();
        }
        return verdict;
    }

    private void emulate() {
        driver.save(emulator.state());
        emulator.step();
        instructions++;
        driver.load(emulator.state());
        driver.setTscOffset(emulator.cpu().tscOffset());
    }

    /** The guest executed HLT: time passes until its board interrupts it. */
    Verdict halt() {
        boolean deaf = !Rflags.IF.in(registers().flags.system());
        while (!nmiPending && !board.interrupts().pending()) {
            long ticks = host.clock().untilNext();
            if (deaf || ticks == Long.MAX_VALUE) {
                return Verdict.end(Outcome.HALTED);
            }
            host.clock().advance(ticks);
        }
        return deaf && !nmiPending ? Verdict.end(Outcome.HALTED) : Verdict.skip();
    }

    private CpuState registers() {
        return vcpu.registers();
    }
}
