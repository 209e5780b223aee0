package dev.ringmaster.guest.load;

/** Plain memory to load into. */
final class TestMemory implements GuestMemory {
    final byte[] bytes;

    TestMemory(int size) {
        bytes = new byte[size];
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void write(long physical, byte[] from, int start, int length) {
        System.arraycopy(from, start, bytes, Math.toIntExact(physical), length);
    }
}
