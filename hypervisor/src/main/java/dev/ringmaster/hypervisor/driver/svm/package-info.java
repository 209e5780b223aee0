/**
 * The driver for AMD-V. It programs VMCBs in memory and calls the instructions only; its twin is
 * {@code driver.vmx}. It knows what a neutral machine wants and nothing of guests, images or
 * policies.
 */
package dev.ringmaster.hypervisor.driver.svm;
