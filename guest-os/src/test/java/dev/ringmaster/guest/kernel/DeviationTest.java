package dev.ringmaster.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.guest.load.ImageFormat;
import dev.ringmaster.guest.load.UnusableImage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A kernel that meets something else than it must says so and ends with 1. */
class DeviationTest {
    private static final byte[] UD2 = {0x0f, 0x0b};
    private static final byte[] NOP_NOP = {(byte) 0x90, (byte) 0x90};

    @ParameterizedTest
    @ValueSource(strings = {"kernel32", "kernel64"})
    void aFaultThatDoesNotComeIsADeviation(String name) throws UnusableImage {
        byte[] image = image(name);
        replace(image, UD2, NOP_NOP);
        assertFails(name, image, "FAILED: an instruction that must fault did not\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel32", "kernel64"})
    void aCliThatRing3MayDoIsADeviation(String name) throws UnusableImage {
        byte[] image = image(name);
        int text = (int) (Layout.USER_TEXT - Layout.KERNEL) + 0x1000;
        image[find(image, new byte[] {(byte) 0xfa}, text)] = (byte) 0x90;
        assertFails(name, image, "FAILED: an instruction that must fault in ring 3 did not\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel32", "kernel64"})
    void anotherErrorCodeIsADeviation(String name) throws UnusableImage {
        int word = name.equals("kernel64") ? 8 : 4;
        byte[] image = image(name);
        replace(image, probe(word, Vectors.PAGE_FAULT, 3), probe(word, Vectors.PAGE_FAULT, 2));
        assertFails(name, image, "FAILED: vector 0000000e error 00000003 at 0010");
    }

    private static byte[] image(String name) {
        return BuiltInGuests.byName(name).orElseThrow().image();
    }

    private static byte[] probe(int word, int vector, int error) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * word).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putInt(0, vector).putInt(word, error).array();
    }

    private static void replace(byte[] image, byte[] old, byte[] now) {
        System.arraycopy(now, 0, image, find(image, old, 0), now.length);
    }

    private static int find(byte[] image, byte[] bytes, int from) {
        for (int at = from; at <= image.length - bytes.length; at++) {
            if (Arrays.equals(image, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        throw new AssertionError("not in the image");
    }

    private static void assertFails(String name, byte[] image, String words) throws UnusableImage {
        BuiltInGuest broken = new BuiltInGuest(name, "", ImageFormat.MULTIBOOT, "", () -> image);
        BareMachine bare = new BareMachine(broken, CpuProfiles.all().get(0), BlockEngine::new);
        assertThat(bare.run(50_000_000)).isEqualTo(RunEnd.STOPPED);
        assertThat(bare.machine.board().exitCode()).hasValue(1);
        assertThat(bare.text()).contains(words).doesNotContain("all is well");
    }
}
