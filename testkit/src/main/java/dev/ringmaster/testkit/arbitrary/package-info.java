/**
 * Arbitraries for property tests: control structures that are valid by construction, one bit from
 * the boundary, or that violate one chosen rule alone. A case is a start, which has a name, and the
 * fields in which it differs from it; shrinking takes those fields away one by one. Beside them
 * what any law about the processor is asked of: segment descriptors, page tables, instruction
 * streams, programs that end. The only package of main sources that knows jqwik.
 */
package dev.ringmaster.testkit.arbitrary;
