/** Loaders for guest images, and small kernels of our own. Knows no hypervisor. */
module dev.ringmaster.guest {
    exports dev.ringmaster.guest.kernel;
    exports dev.ringmaster.guest.load;

    requires transitive dev.ringmaster.cpu;
    requires com.google.common;
}
