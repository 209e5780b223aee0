package dev.ringmaster.testkit.support;

import dev.ringmaster.guest.load.ImageFormat;
import dev.ringmaster.testkit.run.Method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How images boot and by what they run. */
final class BackendSupport {
    private static final String SOFTWARE = "software";

    private BackendSupport() {}

    static List<SupportRow> rows() {
        List<SupportRow> rows = new ArrayList<>();
        for (ImageFormat format : ImageFormat.values()) {
            rows.add(
                    switch (format) {
                        case MULTIBOOT -> boot("multiboot 1", "ELF, or placed by its header", "");
                        case LINUX -> boot("Linux boot protocol", "bzImage, 32-bit entry", "");
                        case FLAT -> boot("flat", "bytes at an address, in real mode", "");
                    });
        }
        rows.add(boot("multiboot 2", "the second protocol", "no loader"));
        rows.add(boot("PVH", "the ELF note of Xen", "no loader"));
        rows.add(boot("BIOS services", "INT 10H and the others", "they return as they came"));
        rows.add(boot("UEFI", "firmware", "there is no firmware that runs"));
        for (Method method : Method.values()) {
            rows.add(backend(method.label(), ""));
        }
        if (Arrays.stream(Method.values()).noneMatch(m -> m.label().equals(SOFTWARE))) {
            rows.add(backend(SOFTWARE, "the method without an extension is not there yet"));
        }
        return rows;
    }

    private static SupportRow boot(String name, String says, String why) {
        return SupportRow.of(SupportKind.BOOT, name, says, why, "the protocol's own document");
    }

    private static SupportRow backend(String name, String why) {
        return SupportRow.of(
                SupportKind.BACKEND, name, name, why, "Introduction to Virtual Machine Extensions");
    }
}
