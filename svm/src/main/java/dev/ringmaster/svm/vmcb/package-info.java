/**
 * The virtual machine control block as data: fields with their place in the page, intercepts, the
 * layout of the packed ones, and the way between a page of physical memory and the decoded {@link
 * dev.ringmaster.svm.vmcb.Vmcb}. Definitions only: nothing here runs a guest or judges a state, and
 * nothing here knows VT-x.
 */
package dev.ringmaster.svm.vmcb;
