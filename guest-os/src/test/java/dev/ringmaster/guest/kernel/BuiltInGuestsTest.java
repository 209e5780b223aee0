package dev.ringmaster.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.guest.load.ImageFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class BuiltInGuestsTest {
    @Test
    void eachIsFoundByItsName() {
        assertThat(BuiltInGuests.all()).extracting(BuiltInGuest::name).doesNotHaveDuplicates();
        for (BuiltInGuest guest : BuiltInGuests.all()) {
            assertThat(BuiltInGuests.byName(guest.name())).contains(guest);
        }
        assertThat(BuiltInGuests.byName("kernel128")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.ringmaster.guest.kernel.BuiltInGuests#all")
    void theFormatIsDetectedAsWithAnyFile(BuiltInGuest guest) {
        assertThat(ImageFormat.detect(guest.image())).isEqualTo(guest.format());
    }

    @ParameterizedTest
    @MethodSource("dev.ringmaster.guest.kernel.BuiltInGuests#all")
    void everyAssemblyGivesTheSameBytes(BuiltInGuest guest) {
        assertThat(guest.image()).isEqualTo(guest.image());
    }

    /** The tasks' numbers, computed here without any guest. */
    @Test
    void theDigestInTheTextIsThatOfTheNumbers() {
        ByteBuffer results = ByteBuffer.allocate(Tasks.RESULT_BYTES);
        results.order(ByteOrder.LITTLE_ENDIAN);
        for (int round = 1; round <= Tasks.ROUNDS; round++) {
            for (int copy = 0; copy < 2; copy++) {
                int number = round;
                for (int n = 0; n < Tasks.NUMBERS; n++) {
                    number = number * Tasks.FACTOR + Tasks.INCREMENT;
                    results.putInt(number);
                }
            }
        }
        int hash = 0x811c9dc5;
        for (byte b : results.array()) {
            hash = (hash ^ b & 0xff) * 0x01000193;
        }
        String line = "digest of the results: %08x\n".formatted(hash);
        assertThat(ExpectedText.KERNEL32).contains(line);
        assertThat(ExpectedText.KERNEL64).contains(line);
    }
}
