package dev.ringmaster.testkit.cli;

import dev.ringmaster.guest.kernel.BuiltInGuest;
import dev.ringmaster.guest.kernel.BuiltInGuests;

import picocli.CommandLine.Command;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists the built-in images. */
@Command(
        name = "guests",
        mixinStandardHelpOptions = true,
        description = "Lists the built-in images.")
final class GuestsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        for (BuiltInGuest guest : BuiltInGuests.all()) {
            String format = guest.format().name().toLowerCase(Locale.ROOT);
            System.out.printf("%-10s %-10s %s%n", guest.name(), format, guest.description());
        }
        return 0;
    }
}
