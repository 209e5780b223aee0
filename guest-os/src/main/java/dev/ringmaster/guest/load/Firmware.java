package dev.ringmaster.guest.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a PC's firmware leaves in memory for whoever comes after it: the interrupt vector table with
 * handlers that acknowledge hardware interrupts and return, and the words of the BIOS data area
 * that say where memory below 1 MiB ends. There are no BIOS services: INT 10H and the others return
 * as they came.
 */
final class Firmware {
    private static final int HANDLERS = 0xff000;
    private static final int HANDLER_SEGMENT = 0xf000;
    private static final int MASTER_HANDLER = 0xf010;
    private static final int SLAVE_HANDLER = 0xf020;
    private static final int RETURN = 0xf000;
    private static final int BIOS_DATA_AREA = 0x400;

    /** IRET. */
    private static final byte[] JUST_RETURN = {(byte) 0xcf};

    /** PUSH AX; MOV AL,20H; OUT 20H,AL; POP AX; IRET. */
    private static final byte[] ACKNOWLEDGE_MASTER = {
        0x50, (byte) 0xb0, 0x20, (byte) 0xe6, 0x20, 0x58, (byte) 0xcf
    };

    /** The same for both interrupt controllers. */
    private static final byte[] ACKNOWLEDGE_BOTH = {
        0x50, (byte) 0xb0, 0x20, (byte) 0xe6, (byte) 0xa0, (byte) 0xe6, 0x20, 0x58, (byte) 0xcf
    };

    private Firmware() {}

    static void write(GuestMemory memory) {
        memory.write(HANDLERS, JUST_RETURN);
        memory.write(HANDLERS + 0x10, ACKNOWLEDGE_MASTER);
        memory.write(HANDLERS + 0x20, ACKNOWLEDGE_BOTH);
        ByteBuffer vectors = ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN);
        for (int vector = 0; vector < 256; vector++) {
            vectors.putShort((short) handler(vector)).putShort((short) HANDLER_SEGMENT);
        }
        memory.write(0, vectors.array());
        ByteBuffer data = ByteBuffer.allocate(0x100).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort(0x00, (short) 0x3f8);
        data.putShort(0x0e, (short) (MemoryMap.LOW_END >> 4));
        data.putShort(0x13, (short) (MemoryMap.LOW_END >> 10));
        memory.write(BIOS_DATA_AREA, data.array());
    }

    /** The 8259 pair stands at vectors 08H and 70H. */
    private static int handler(int vector) {
        if (vector >= 0x08 && vector < 0x10) {
            return MASTER_HANDLER;
        }
        return vector >= 0x70 && vector < 0x78 ? SLAVE_HANDLER : RETURN;
    }
}
