package dev.ringmaster.guest.kernel;

import dev.ringmaster.guest.load.ImageFormat;

import java.util.List;
import java.util.Optional;

/** The guests that come with Ringmaster, by name. */
public final class BuiltInGuests {
    private static final BuiltInGuest KERNEL32 =
            new BuiltInGuest(
                    "kernel32",
                    "32-bit kernel: PAE paging, two preempted ring 3 tasks, system calls by INT",
                    ImageFormat.MULTIBOOT,
                    ExpectedText.KERNEL32,
                    SmallKernel::kernel32);
    private static final BuiltInGuest KERNEL64 =
            new BuiltInGuest(
                    "kernel64",
                    "64-bit kernel: 4-level paging, two preempted ring 3 tasks, SYSCALL and SYSRET",
                    ImageFormat.MULTIBOOT,
                    ExpectedText.KERNEL64,
                    SmallKernel::kernel64);
    private static final BuiltInGuest HELLO =
            new BuiltInGuest(
                    "hello",
                    "the smallest guest: prints a line in real mode and halts",
                    ImageFormat.FLAT,
                    Hello.LINE,
                    Hello::image);

    private BuiltInGuests() {}

    /** All of them. */
    public static List<BuiltInGuest> all() {
        return List.of(KERNEL32, KERNEL64, HELLO);
    }

    /** The guest of that name. */
    public static Optional<BuiltInGuest> byName(String name) {
        return all().stream().filter(guest -> guest.name().equals(name)).findFirst();
    }
}
