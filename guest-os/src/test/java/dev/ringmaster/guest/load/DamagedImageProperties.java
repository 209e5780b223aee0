package dev.ringmaster.guest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.guest.kernel.BuiltInGuests;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Whatever happened to a file: it loads, or it is unusable in one line. Nothing else. */
class DamagedImageProperties {
    private static final int MEMORY = 2 << 20;
    private static final int LINUX_HEADER = 0x1f1;

    private final byte[] kernel32 = image("kernel32");
    private final byte[] kernel64 = image("kernel64");

    private static byte[] image(String name) {
        return BuiltInGuests.byName(name).orElseThrow().image();
    }

    @Provide
    Arbitrary<byte[]> images() {
        return Arbitraries.of(kernel32, kernel64, image("hello"), linux());
    }

    /** A setup sector and one sector of kernel, by Linux' boot protocol 2.12. */
    private static byte[] linux() {
        ByteBuffer image = ByteBuffer.allocate(1536).order(ByteOrder.LITTLE_ENDIAN);
        image.put(LINUX_HEADER, (byte) 1).putShort(0x1fe, (short) 0xaa55);
        image.put(0x200, (byte) 0xeb).put(0x201, (byte) 0x66).putInt(0x202, 0x53726448);
        image.putShort(0x206, (short) 0x20c).putInt(0x214, 0x100000).putInt(0x22c, 0x7fffffff);
        image.putInt(0x238, 2047).putInt(0x260, 0x1000);
        return image.array();
    }

    @Property(seed = "1")
    void anImageCutAnywhereLoadsOrIsUnusable(
            @ForAll("images") byte[] image, @ForAll ImageFormat format, @ForAll int cut) {
        loadOrRefuse(format, Arrays.copyOf(image, Math.floorMod(cut, image.length + 1)));
    }

    @Property(seed = "1")
    void anImageCutInItsHeadersLoadsOrIsUnusable(
            @ForAll("images") byte[] image,
            @ForAll ImageFormat format,
            @ForAll @IntRange(max = 0x300) int cut) {
        loadOrRefuse(format, Arrays.copyOf(image, Math.min(cut, image.length)));
    }

    @Property(seed = "1", tries = 400)
    void anImageWithAWrongWordInItsHeadersLoadsOrIsUnusable(
            @ForAll("images") byte[] image,
            @ForAll ImageFormat format,
            @ForAll @IntRange(max = 0x280) int at,
            @ForAll int word) {
        byte[] damaged = Arrays.copyOf(image, Math.max(image.length, 0x300));
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
        loadOrRefuse(format, damaged);
    }

    @Property(seed = "1", tries = 400)
    void anElfWithAWrongHeaderFieldLoadsOrIsUnusable(
            @ForAll @IntRange(max = 41) int field, @ForAll short value) {
        byte[] image = kernel64.clone();
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putShort(field * 2, value);
        loadOrRefuse(ImageFormat.MULTIBOOT, image);
    }

    @Property(seed = "1")
    void anImageOfAnyBytesLoadsOrIsUnusable(@ForAll byte[] image, @ForAll ImageFormat format) {
        loadOrRefuse(format, image);
    }

    private static void loadOrRefuse(ImageFormat format, byte[] image) {
        ImageFormat.detect(image);
        try {
            assertThat(format.load(image, BootOptions.named("image"), new TestMemory(MEMORY)))
                    .isNotNull();
        } catch (UnusableImage e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }
}
