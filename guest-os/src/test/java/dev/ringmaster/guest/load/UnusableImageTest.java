package dev.ringmaster.guest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmaster.guest.kernel.BuiltInGuests;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

class UnusableImageTest {
    private static final int MEMORY = 2 << 20;
    private static final int ELF_MACHINE = 18;
    private static final int PROGRAM_HEADER = 52;
    private static final int MULTIBOOT_HEADER = 0x1000;

    private final byte[] kernel = BuiltInGuests.byName("kernel32").orElseThrow().image();
    private final ByteBuffer words = ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN);

    private static String complaint(ImageFormat format, byte[] image, BootOptions options) {
        GuestMemory memory = new TestMemory(MEMORY);
        Throwable thrown =
                assertThrows(UnusableImage.class, () -> format.load(image, options, memory));
        return thrown.getMessage();
    }

    private static String complaint(ImageFormat format, byte[] image) {
        return complaint(format, image, BootOptions.named("guest.elf"));
    }

    @Test
    void anEmptyFileIsUnusableInEveryFormat() {
        for (ImageFormat format : ImageFormat.values()) {
            assertThat(complaint(format, new byte[0])).isEqualTo("guest.elf is empty");
        }
    }

    @Test
    void aTruncatedElfSaysWhatIsThereAndWhatIsNeeded() {
        byte[] cut = Arrays.copyOf(kernel, kernel.length - 1);
        assertThat(complaint(ImageFormat.MULTIBOOT, cut))
                .isEqualTo(
                        "guest.elf is truncated: it has %d bytes, and needs %d",
                        cut.length, kernel.length);
    }

    @Test
    void anElfWithoutMultibootHeaderSaysSo() {
        words.putInt(MULTIBOOT_HEADER, 0);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel))
                .isEqualTo("guest.elf has no multiboot header in its first 8 KiB");
    }

    @Test
    void aHeaderWithAWrongChecksumIsNoHeader() {
        words.putInt(MULTIBOOT_HEADER + 8, words.getInt(MULTIBOOT_HEADER + 8) + 1);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel)).contains("no multiboot header");
    }

    @Test
    void aHeaderThatAsksForTheUnknownIsRefused() {
        words.putInt(MULTIBOOT_HEADER + 4, 8);
        words.putInt(MULTIBOOT_HEADER + 8, words.getInt(MULTIBOOT_HEADER + 8) - 8);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel)).contains("not defined");
    }

    @Test
    void anElfForAnotherMachineSaysWhich() {
        words.putShort(ELF_MACHINE, (short) 183);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel))
                .isEqualTo("guest.elf is an ELF file for machine 183, not x86");
    }

    @Test
    void anElfWithNothingToLoadSaysSo() {
        words.putInt(PROGRAM_HEADER, 0);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel)).contains("nothing to load");
    }

    @Test
    void aKernelTooLargeForTheMemorySaysBothSizes() {
        words.putInt(PROGRAM_HEADER + 20, 0x7000_0000);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel))
                .isEqualTo(
                        "guest.elf does not fit: it needs memory up to 0x70100000,"
                                + " and the machine has 0x200000");
    }

    @Test
    void aKernelWhoseSizeIsNegativeAsAnIntDoesNotFitEither() {
        words.putInt(PROGRAM_HEADER + 20, -1);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel)).contains("does not fit");
    }

    @Test
    void aModuleTooLargeForTheMemoryDoesNotFit() {
        BootOptions options =
                new BootOptions(
                        "guest.elf", "", Optional.of(new byte[MEMORY]), BootOptions.BOOT_SECTOR);
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel, options))
                .startsWith("the module does not fit");
    }

    @Test
    void aCommandLineTooLongIsRefused() {
        BootOptions options = BootOptions.named("guest.elf").withCommandLine("x".repeat(0x1000));
        assertThat(complaint(ImageFormat.MULTIBOOT, kernel, options)).contains("command line");
    }

    @Test
    void aFlatImageBeyondRealModeIsRefused() {
        BootOptions options = new BootOptions("flat.bin", "", Optional.empty(), 0x100000);
        assertThat(complaint(ImageFormat.FLAT, new byte[] {1}, options)).contains("real mode");
    }

    @Test
    void anImageWithoutSetupHeaderIsNoLinux() {
        assertThat(complaint(ImageFormat.LINUX, kernel))
                .isEqualTo("guest.elf has no Linux setup header");
    }
}
