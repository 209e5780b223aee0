package dev.ringmaster.hypervisor;

import dev.ringmaster.board.Board;
import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.hypervisor.emulation.Emulator;
import dev.ringmaster.hypervisor.host.Host;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A virtual machine: a board of its own whose RAM is a window of the host's, one virtual processor,
 * and the policy that decides at exits. {@link #run} is the loop of every hypervisor: inject what
 * is pending, enter, look at the exit, decide.
 */
public final class Vm {
    /** Ten seconds of virtual time in HLT, as long as a bare processor waits. */
    private static final long LONGEST_IDLE = 10 * VirtualClock.FREQUENCY;

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
    private Consumer<Exit> observer = exit -> {};

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

    /** How often the guest exited, by the exits' names in alphabetical order. */
    public Map<String, Long> exits() {
        return Collections.unmodifiableMap(new TreeMap<>(exits));
    }

    /** Names who is told of each exit before anything is decided; an observer changes nothing. */
    public void observe(Consumer<Exit> who) {
        observer = who;
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

    /**
     * Runs the guest until it ends, at most {@code limit} instructions. After {@link Outcome#LIMIT}
     * it can be called again, and other machines of the same hypervisor can run in between: the
     * guest has left the processor.
     *
     * @param limit counts as a bare processor does: each instruction, and each iteration of a
     *     repeated one, once, whoever executes it
     */
    public Outcome run(long limit) {
        long end = instructions + limit;
        while (!board.stopped()) {
            host.pin().lower();
            prepareNmi();
            prepareInterrupt();
            if (instructions >= end && !driver.injecting()) {
                break; // with every event delivered that comes before the next instruction
            }
            Verdict verdict = decide(enter(Math.max(0, end - instructions)));
            if (verdict.kind() == Verdict.Kind.END) {
                return verdict.outcome();
            }
        }
        return ended();
    }

    private Exit enter(long limit) {
        long before = host.engine().retired();
        Exit exit = driver.run(limit);
        instructions += host.engine().retired() - before;
        return exit;
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
        if (!driver.wantNmiWindow(nmiPending)) {
            emulate(emulator::step);
            instructions++;
            prepareNmi();
        }
    }

    /** Injects a pending interrupt of the board, or asks to be told when that is possible. */
    private void prepareInterrupt() {
        boolean pending = board.interrupts().pending();
        if (pending && driver.interruptible()) {
            driver.inject(Event.external(board.interrupts().acknowledge()));
            pending = board.interrupts().pending();
        }
        driver.wantInterruptWindow(pending);
    }

    private Verdict decide(Exit exit) {
        exits.merge(exit.name(), 1L, Long::sum);
        observer.accept(exit);
        Verdict verdict = exit.offer(policy, vcpu);
        if (verdict.kind() == Verdict.Kind.PASS) {
            verdict = exit.offer(byDefault, vcpu);
        }
        if (verdict.kind() == Verdict.Kind.SKIP) {
            driver.skip();
        } else if (verdict.kind() == Verdict.Kind.EMULATE) {
            return emulateExit() ? verdict : Verdict.end(Outcome.TRIPLE_FAULT);
        }
        return verdict;
    }

    /**
     * What exited was an instruction, counted already, or the delivery of an event; an instruction
     * that asks for an event is executed anew.
     */
    private boolean emulateExit() {
        if (driver.injecting()) {
            Event event = driver.withdraw();
            if (!event.type().software()) {
                return emulate(() -> emulator.deliver(event));
            }
        }
        host.clock().takeBack(1);
        return emulate(emulator::step);
    }

    /** False if the guest shut down in the instruction. */
    private boolean emulate(Runnable what) {
        driver.save(emulator.state());
        what.run();
        driver.load(emulator.state());
        driver.setTscOffset(emulator.cpu().tscOffset());
        return emulator.state().activity != Activity.SHUTDOWN;
    }

    /** Executes {@code instead} at the time at which the instruction that exited began. */
    void instead(Runnable instead) {
        host.clock().takeBack(1);
        instead.run();
        host.clock().advance(1);
    }

    /**
     * The guest executed HLT: time passes until its board interrupts it, or none at all if a single
     * step ends it.
     */
    Verdict halt() {
        if (vcpu.registers().flags.is(Rflags.TF) || waitForInterrupt()) {
            return Verdict.skip();
        }
        driver.skip();
        return Verdict.end(Outcome.HALTED);
    }

    /** False if nothing will ever wake the guest, or nothing did for very long. */
    private boolean waitForInterrupt() {
        boolean deaf = !Rflags.IF.in(vcpu.registers().flags.system());
        long idle = 0;
        while (!nmiPending && (deaf || !board.interrupts().pending())) {
            long ticks = host.clock().untilNext();
            if (deaf || ticks == Long.MAX_VALUE || idle > LONGEST_IDLE) {
                return false;
            }
            idle += ticks;
            host.clock().advance(ticks);
        }
        return true;
    }
}
