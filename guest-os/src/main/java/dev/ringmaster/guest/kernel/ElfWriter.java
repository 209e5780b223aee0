package dev.ringmaster.guest.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a 32-bit ELF executable with one loadable segment. @see "System V ABI, ELF Header" */
final class ElfWriter {
    private static final int HEADER_SIZE = 52;
    private static final int PROGRAM_HEADER_SIZE = 32;

    /** Where the segment begins in the file: its address must be the same modulo the page size. */
    private static final int SEGMENT_AT = 0x1000;

    private static final short EXECUTABLE = 2;
    private static final short I386 = 3;
    private static final int LOAD = 1;
    private static final int READ_WRITE_EXECUTE = 7;

    private ElfWriter() {}

    /**
     * The file.
     *
     * @param segment what goes to memory
     * @param physical where; a multiple of 4096
     * @param memorySize bytes in memory; what exceeds the segment is zero
     * @param entry the address of the first instruction
     */
    static byte[] write(byte[] segment, long physical, long memorySize, long entry) {
        ByteBuffer file = ByteBuffer.allocate(SEGMENT_AT + segment.length);
        file.order(ByteOrder.LITTLE_ENDIAN);
        header(file, (int) entry);
        programHeader(file, segment.length, (int) physical, (int) memorySize);
        file.position(SEGMENT_AT);
        return file.put(segment).array();
    }

    private static void header(ByteBuffer file, int entry) {
        byte class32 = 1;
        byte littleEndian = 1;
        byte version = 1;
        file.put(new byte[] {0x7f, 'E', 'L', 'F', class32, littleEndian, version}).position(16);
        file.putShort(EXECUTABLE).putShort(I386).putInt(version).putInt(entry);
        int programHeadersAt = HEADER_SIZE;
        file.putInt(programHeadersAt).putInt(0).putInt(0);
        file.putShort((short) HEADER_SIZE)
                .putShort((short) PROGRAM_HEADER_SIZE)
                .putShort((short) 1);
        file.position(HEADER_SIZE);
    }

    private static void programHeader(ByteBuffer file, int fileSize, int physical, int memorySize) {
        file.putInt(LOAD).putInt(SEGMENT_AT).putInt(physical).putInt(physical);
        file.putInt(fileSize).putInt(memorySize).putInt(READ_WRITE_EXECUTE).putInt(0x1000);
    }
}
