/**
 * Nested paging: from guest-physical to host-physical addresses by the page tables at N_CR3, in the
 * paging mode of the host. Knows neither the VMCB nor how an exit is made.
 *
 * @apm Vol. 2, Nested Paging
 */
package dev.ringmaster.svm.npt;
