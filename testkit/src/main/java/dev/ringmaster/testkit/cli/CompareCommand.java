package dev.ringmaster.testkit.cli;

import dev.ringmaster.guest.kernel.BuiltInGuest;
import dev.ringmaster.guest.kernel.BuiltInGuests;
import dev.ringmaster.guest.load.ImageFormat;
import dev.ringmaster.testkit.compare.Comparison;
import dev.ringmaster.testkit.compare.ComparisonTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/** Runs the same guest by every method and compares what it could see. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Runs the same guest bare, under VT-x and under AMD-V, and compares.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "A built-in guest or a file; default: the built-in kernels.")
    private String image;

    @Mixin private GuestOptions guest;

    @Override
    public Integer call() {
        boolean equal = true;
        for (String name : image == null ? kernels() : List.of(image)) {
            Comparison comparison =
                    Comparison.of((method, serial) -> guest.request(name, method, serial));
            System.out.print(ComparisonTable.of(name, comparison));
            equal &= comparison.equal();
        }
        return equal ? 0 : 1;
    }

    /** The built-in guests that are kernels: those that a multiboot loader starts. */
    private static List<String> kernels() {
        return BuiltInGuests.all().stream()
                .filter(guest -> guest.format() == ImageFormat.MULTIBOOT)
                .map(BuiltInGuest::name)
                .toList();
    }
}
