package dev.ringmaster.guest.kernel;

import dev.ringmaster.cpu.isa.Code;

/** Puts the parts of a small kernel in order: first what it does, then what that needs. */
final class SmallKernel {
    private final KernelCode k;
    private final Code c;

    private SmallKernel(int word) {
        k = new KernelCode(word);
        c = k.c;
    }

    /** The image of the kernel in 32-bit mode with PAE paging; system calls by INT 0x80. */
    static byte[] kernel32() {
        return new SmallKernel(4).image();
    }

    /** The image of the kernel in 64-bit mode; system calls by SYSCALL. */
    static byte[] kernel64() {
        return new SmallKernel(8).image();
    }

    private byte[] image() {
        Boot boot = new Boot(k);
        boot.header();
        boot.start();
        run();
        routines();
        k.placeData();
        new Descriptors(k).tables();
        c.padTo(Layout.USER_TEXT);
        new Tasks(k).text();
        k.placeData();
        c.padTo(Layout.USER_TEXT_END);
        byte[] bytes = c.bytes();
        return ElfWriter.write(
                bytes, Layout.KERNEL, Layout.END - Layout.KERNEL, c.addressOf(k.at("start")));
    }

    /** The kernel's own thread from its first line to its last. */
    private void run() {
        Scheduler scheduler = new Scheduler(k);
        Ending ending = new Ending(k);
        new Console(k).initialize();
        k.say(k.pick("kernel32: 32-bit mode, PAE paging", "kernel64: 64-bit mode, 4-level paging"));
        scheduler.startOwnThread();
        new KernelChecks(k).all();
        scheduler.startTask(1, "task A");
        scheduler.startTask(2, "task B");
        scheduler.waitForTasks();
        k.say("both tasks have ended");
        ending.digest();
        k.say("all is well");
        ending.forget();
        ending.exit();
    }

    private void routines() {
        new Traps(k).routines();
        new Scheduler(k).routines();
        new SystemCalls(k).routines();
        new Probes(k).routines();
        new KernelChecks(k).routines();
        new Ending(k).routines();
        new Console(k).routines();
    }
}
