package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.InterruptController;

/**
 * The PC's two 8259A: the slave's output drives input 2 of the master. Fixed and rotating priority,
 * special mask and special fully nested mode, automatic and specific end of interrupt, poll, edge
 * and level inputs, the spurious interrupt 7. It starts as firmware leaves it: vectors 0x08 and
 * 0x70, all inputs masked. It is the interrupt controller of a board without APIC; the task
 * priority then has nobody who obeys it and is only remembered.
 */
public final class DualPic implements InterruptController, PortDevice {
    private static final int CASCADE = 2;
    private static final int SPURIOUS = 7;
    private static final int ELCR1 = 0x4d0;
    private static final int ELCR2 = 0x4d1;

    private final Pic8259 master;
    private final Pic8259 slave;
    private InterruptLine output = InterruptLine.UNCONNECTED;
    private int taskPriorityClass;

    /** A pair whose output leads nowhere yet. */
    public DualPic() {
        master = new Pic8259(0x08, 0xf8, CASCADE, high -> output.set(high));
        slave = new Pic8259(0x70, 0xde, -1, this::cascade);
    }

    private void cascade(boolean high) {
        master.input(CASCADE, high);
    }

    /** Connects the INT pin. */
    public void connect(InterruptLine line) {
        output = line;
        line.set(pending());
    }

    /** The input line of interrupt request {@code number}, 0 to 15 without 2. */
    public InterruptLine input(int number) {
        if (number < 0 || number > 15 || number == CASCADE) {
            throw new IllegalArgumentException(
                    "IRQ " + number + ": must be 0 to 15 and not the cascade 2");
        }
        return number < 8
                ? high -> master.input(number, high)
                : high -> slave.input(number - 8, high);
    }

    void attach(PortBus ports) {
        ports.attach(0x20, 2, this);
        ports.attach(0xa0, 2, this);
        ports.attach(ELCR1, 2, this);
    }

    @Override
    public int in(int port, int size) {
        return switch (port) {
            case ELCR1 -> master.elcr();
            case ELCR2 -> slave.elcr();
            default -> chip(port).in(port);
        };
    }

    @Override
    public void out(int port, int size, int value) {
        switch (port) {
            case ELCR1 -> master.setElcr(value);
            case ELCR2 -> slave.setElcr(value);
            default -> chip(port).out(port, value);
        }
    }

    private Pic8259 chip(int port) {
        return (port & 0x80) == 0 ? master : slave;
    }

    @Override
    public boolean pending() {
        return master.requests();
    }

    /**
     * {@inheritDoc} With nothing to accept it is the spurious interrupt 7 of the chip that finds
     * nothing.
     */
    @Override
    public int acknowledge() {
        int level = master.acknowledge();
        if (level != CASCADE) {
            return master.vector(level < 0 ? SPURIOUS : level);
        }
        int behind = slave.acknowledge();
        return slave.vector(behind < 0 ? SPURIOUS : behind);
    }

    @Override
    public int taskPriorityClass() {
        return taskPriorityClass;
    }

    @Override
    public void setTaskPriorityClass(int priorityClass) {
        taskPriorityClass = priorityClass & 0xf;
    }
}
