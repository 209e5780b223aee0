package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.bus.PortSpace;

import java.util.ArrayList;
import java.util.List;

/** Ports that note who reaches them. */
final class PortRecorder implements PortSpace {
    private final List<String> accesses = new ArrayList<>();

    /** The accesses since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(accesses);
        accesses.clear();
        return taken;
    }

    @Override
    public int in(int port, int size) {
        accesses.add(String.format("port 0x%x read", port));
        return -1;
    }

    @Override
    public void out(int port, int size, int value) {
        accesses.add(String.format("port 0x%x=0x%x", port, value));
    }
}
