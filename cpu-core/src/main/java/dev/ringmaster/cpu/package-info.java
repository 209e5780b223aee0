/**
 * The processor: registers, memory, protection rings, instructions, and the engines that run them.
 *
 * <p>Its packages lie in layers, from low to high: {@code arch} and {@code rule} (the names of the
 * architecture, and what a rule is), {@code instruction} (decoded instructions), {@code state},
 * {@code guest} and {@code bus} (what a processor holds, what an extension may be asked, where its
 * memory accesses go), {@code memory} (paging), this package, {@code protection}, {@code meaning}
 * and {@code isa} (what instructions do, and the table that encodes them), {@code engine} (how
 * meanings are strung together).
 *
 * <p>Nothing here names a vendor's virtualization extension, a hypervisor, or a guest image.
 */
package dev.ringmaster.cpu;
