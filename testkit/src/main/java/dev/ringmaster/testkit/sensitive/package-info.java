/**
 * Which instructions are sensitive, found by experiment: each instruction of the opcode table is
 * executed in pairs of machine states that differ only in what a guest must not notice, and what
 * follows is compared.
 *
 * <p>Vocabulary, after Popek and Goldberg (Formal Requirements for Virtualizable Third Generation
 * Architectures, 1974) and Robin and Irvine (Analysis of the Intel Pentium's Ability to Support a
 * Secure Virtual Machine Monitor, 2000): an instruction is <em>privileged</em> if it traps outside
 * ring 0 wherever it would go on in ring 0; <em>control sensitive</em> if it changes resources
 * (control registers, tables, privilege, ports); <em>behaviour sensitive</em> if its result depends
 * on them. A {@code Dimension} is one such resource, a {@code StatePair} two states that differ in
 * a dimension or in the ring, a {@code Palette} what registers, stack and memory hold in both, a
 * {@code Form} one encoded instruction.
 *
 * <p>No instruction is known here by name: the classes follow from what is observed. The package
 * must not know the hypervisor.
 */
package dev.ringmaster.testkit.sensitive;
